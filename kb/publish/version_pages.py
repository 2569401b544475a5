"""Reading pages: a version's whole text, or what is known of it where its text is not here."""

from kb.model.provision import Kind
from kb.model.work import Version, Work
from kb.publish import addresses
from kb.publish.change_views import changed_words, comparison_link, history
from kb.publish.edit_views import edit_rows
from kb.publish.head_views import address_fact, problem_view, version_head
from kb.publish.shelf import Shelf, Shown, sides
from kb.publish.statement_rows import drafts_known, lead, notes_by_version, notes_on, source_facts, topics
from kb.publish.statement_views import MissingView
from kb.publish.text_views import Body, parts_of
from kb.publish.views import Mark, ReadingView

COMMAND = "kb capture --from DIR"


def reading_view(shelf: Shelf, work: Work, version: Version) -> ReadingView:
    """Return the reading page of a version whose text is here."""
    shown = shelf.shown[version.key]
    body = Body(shelf, shown)
    problems = [*shown.text.problems, *(p for p in shelf.library.problems if
                p.where.partition("#")[0].partition("/")[0] == version.key)]
    languages = tuple(code for code in ("zh", "en") if shelf.library.text(version.key, code))
    return ReadingView(
        version_head(shelf, work, version), languages,
        any(node.inferred for node in shown.index.values()), body.outline(),
        parts_of(shown.text, front=True),
        tuple(body.blocks(lambda eid: marks(shelf, shown, eid))),
        parts_of(shown.text, front=False),
        tuple(problem_view(shelf, problem) for problem in dict.fromkeys(problems)),
        tuple(comparison_link(c) for c in shelf.comparisons.get(work.slug, ())
              if version.key in sides(c)), count_words(shown), drafts_known(shelf, version.key),
        edit_rows(shelf, version.key), fetch_command(version))


def count_words(shown: Shown) -> str:
    """Return how many articles or headings a text has."""
    noun = "article" if any(u.kind is Kind.ARTICLE for u in shown.units) else "heading"
    return f"{len(shown.units)} {noun}{'' if len(shown.units) == 1 else 's'}"


def marks(shelf: Shelf, shown: Shown, eid: str) -> tuple[Mark, ...]:
    """Return the margin marks of an article; the civil code's lead nowhere and so are left out."""
    if not shown.has_article_pages:
        return ()
    page = addresses.article_page(shown.version, eid)
    rows = []
    if words := changed_words(tuple(history(shelf, shown.version, eid))):
        rows.append(Mark("changed", words, f"{page}#history"))
    if known := notes_on(shelf, shown.version, eid):
        rows.append(Mark("changed", f"change known since {known[-1].heading.label}", f"{page}#history"))
    if norms := len(shown.norms.get(eid, ())):
        rows.append(Mark("duties", _count(norms, "norm"), f"{page}#duties"))
    if any(norm.penalised_by for norm in shown.norms.get(eid, ())):
        rows.append(Mark("sanction", "sanction named", f"{page}#duties"))
    if cited := len(shelf.citations.get((shown.version, eid), ())):
        rows.append(Mark("cited", f"cited {cited}×", f"{page}#cited-by"))
    return tuple(rows)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def fetch_command(version: Version) -> str:
    """Return the command that asks a version's official addresses, empty where none is proven."""
    return f"kb capture {version.key}" if version.has_proven_address else ""


def missing_view(shelf: Shelf, work: Work, version: Version) -> MissingView:
    """Return the page of a version without text: its statements, or what would bring the text."""
    known = shelf.library.statements.get(version.key)
    return MissingView(
        version_head(shelf, work, version), lead(shelf, version),
        topics(known) if known else (), notes_by_version(shelf, known) if known else (),
        known.unknown if known else (), tuple(source_facts(known).values()) if known else (),
        tuple(address_fact(a) for a in version.addresses), COMMAND,
        fetch_command(version))
