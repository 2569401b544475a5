"""Reading pages: a version's whole text, or what is known of it where its text is not here."""


from kb.model.place import place_en
from kb.model.provision import Kind
from kb.model.statement import ChangeNote, Statement, StatementSet
from kb.model.work import Version, Work
from kb.publish import addresses
from kb.publish.change_views import changed_words, comparison_link, history
from kb.publish.head_views import address_fact, problem_view, version_head
from kb.publish.shelf import Shelf, Shown, sides
from kb.publish.text_views import Body, parts_of
from kb.publish.views import Fact, Mark, MissingView, ReadingView, StatementRow

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
              if version.key in sides(c)), count_words(shown))


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
    if norms := len(shown.norms.get(eid, ())):
        rows.append(Mark("duties", _count(norms, "norm"), f"{page}#duties"))
    if any(norm.penalised_by for norm in shown.norms.get(eid, ())):
        rows.append(Mark("sanction", "sanction named", f"{page}#duties"))
    if cited := len(shelf.citations.get((shown.version, eid), ())):
        rows.append(Mark("cited", f"cited {cited}×", f"{page}#cited-by"))
    return tuple(rows)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def missing_view(shelf: Shelf, work: Work, version: Version) -> MissingView:
    """Return the page of a version without text: its statements, or what would bring the text."""
    known = shelf.library.statements.get(version.key)
    return MissingView(
        version_head(shelf, work, version),
        tuple(statement_row(s) for s in known.statements) if known else (),
        tuple(note_row(n) for n in known.notes) if known else (),
        known.unknown if known else (), _sources(known) if known else (),
        tuple(address_fact(a) for a in version.addresses), COMMAND)


def statement_row(statement: Statement) -> StatementRow:
    """Return a statement; only a number a source states is shown as established."""
    where = statement.topic or "the whole text"
    if statement.number and statement.number_confidence == "high":
        where = f"art. {statement.number}"
    elif statement.number:
        where = f"probably art. {statement.number}, number not established"
    return StatementRow(where, statement.text, statement.grade, ", ".join(statement.sources))


def note_row(note: ChangeNote) -> StatementRow:
    """Return what is known of a change towards a later version."""
    where = ", ".join(place_en(eid) for eid in note.eids)
    return StatementRow(f"{note.later} {where}".strip(), note.text, note.grade,
                        ", ".join(note.sources))


def _sources(known: StatementSet) -> tuple[Fact, ...]:
    return tuple(Fact(key, words, "", addresses.external(words)) for key, words in known.sources)
