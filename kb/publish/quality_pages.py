"""The quality page: what is covered, what is defective, what could not be resolved."""

from collections import Counter, defaultdict

from kb.model.analysis import CLASSED_FAMILIES, Reference, RefStatus
from kb.model.place import place_en
from kb.model.problem import Problem
from kb.model.text import Text
from kb.model.work import Version
from kb.publish.alarm_views import alarms_view
from kb.publish.head_views import problem_view, status_view, version_link
from kb.publish.labels import GRADE
from kb.publish.register_views import CauseRow, CodeRow, CoverageRow, QualityView
from kb.publish.score_views import scores_view
from kb.publish.shelf import Shelf, grouped
from kb.publish.views import Fact, Link

SHOWN_PROBLEMS = 40
EXAMPLES = 5
CLASSED = "names a class of sources"


def quality_view(shelf: Shelf) -> QualityView:
    """Return the quality page."""
    problems = all_problems(shelf)
    by_version = Counter(p.where.partition("#")[0].partition("/")[0] for p in problems)
    return QualityView(
        shelf.library.as_of.isoformat(),
        tuple(coverage_row(shelf, v, by_version[v.key])
              for w in shelf.library.register.works for v in w.versions),
        tuple(code_row(shelf, code, rows) for code, rows in
              sorted(grouped((p.code, p) for p in problems).items())),
        causes(shelf), scores_view(shelf.library.meta), alarms_view(shelf),
        furniture(shelf), totals(shelf))


def all_problems(shelf: Shelf) -> tuple[Problem, ...]:
    """Return the problems of texts, analyses and the build, each once."""
    found = dict.fromkeys(shelf.library.problems)
    for languages in shelf.library.texts.values():
        for text in languages.values():
            found.update(dict.fromkeys(text.problems))
    for analysis in shelf.library.analyses.values():
        found.update(dict.fromkeys(analysis.problems))
    return tuple(found)


def coverage_row(shelf: Shelf, version: Version, problems: int) -> CoverageRow:
    """Return what is here of one version."""
    zh, en = (shelf.library.text(version.key, code) for code in ("zh", "en"))
    shown = shelf.shown.get(version.key)
    count = len(shown.units) if shown else 0
    refs = Counter(r.status for r in (shown.analysis.references if shown and shown.analysis else ())
                   if r.family not in CLASSED_FAMILIES)
    work = shelf.works[version.work]
    link = version_link(version)
    return CoverageRow(
        Link(f"{work.short_en or work.title_en}, {link.label}", link.href),
        status_view(shelf, version), f"{int(zh.grade)}: {GRADE[zh.grade]}" if zh else "not here",
        "yes" if en else "no", str(count) if shown else "",
        "" if version.articles is None else str(version.articles),
        not shown or version.articles is None or version.articles == count, problems,
        refs[RefStatus.RESOLVED], refs[RefStatus.AMBIGUOUS], refs[RefStatus.UNRESOLVED],
        share(zh) if zh else "")


def share(text: Text) -> str:
    """Return the part of a source that is page furniture, in percent."""
    if not text.source_length:
        return ""
    return f"{100 * sum(f.end - f.start for f in text.furniture) / text.source_length:.0f} %"


def code_row(shelf: Shelf, code: str, problems: tuple[Problem, ...]) -> CodeRow:
    """Return the problems of one code, the first of them with their places."""
    return CodeRow(code, problems[0].severity.value, len(problems),
                   tuple(problem_view(shelf, p) for p in problems[:SHOWN_PROBLEMS]),
                   max(0, len(problems) - SHOWN_PROBLEMS))


def causes(shelf: Shelf) -> tuple[CauseRow, ...]:
    """Return references without one target by family and rule, most frequent first.

    Those that name a class of sources (有关法律, 从其规定) are told apart from those that were refused.
    """
    found: dict[tuple[str, str, str], list[tuple[str, Reference]]] = defaultdict(list)
    for key, shown in shelf.shown.items():
        for ref in shown.analysis.references if shown.analysis else ():
            if ref.status is not RefStatus.RESOLVED:
                state = CLASSED if ref.family in CLASSED_FAMILIES else ref.status.value
                found[ref.family, state, ref.rule].append((key, ref))
    ranked = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return tuple(CauseRow(*cause, len(rows), tuple(
        Link(f"“{ref.span.surface}” {_short(shelf, key)} {place_en(ref.span.eid)}",
             shelf.provision_href(key, ref.span.eid)) for key, ref in rows[:EXAMPLES]))
        for cause, rows in ranked)


def _short(shelf: Shelf, key: str) -> str:
    work = shelf.work_of(key)
    return (work.short_en or work.title_en) if work else key


def furniture(shelf: Shelf) -> tuple[Fact, ...]:
    """Return the share of page furniture by template."""
    sizes: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for languages in shelf.library.texts.values():
        for text in (t for code, t in languages.items() if code == "zh"):
            size = sizes[text.template]
            size[0] += sum(f.end - f.start for f in text.furniture)
            size[1] += text.source_length
            size[2] += 1
    return tuple(Fact(name, f"{100 * part / whole:.0f} %" if whole else "", note=f"{n} texts")
                 for name, (part, whole, n) in sorted(sizes.items()))


def totals(shelf: Shelf) -> tuple[Fact, ...]:
    """Return the sample sizes behind everything on the site."""
    analyses = [s.analysis for s in shelf.shown.values() if s.analysis]
    texts = shelf.library.texts.values()
    versions = sum(len(w.versions) for w in shelf.works.values())
    return (
        Fact("Works registered", str(len(shelf.works))), Fact("Versions registered", str(versions)),
        Fact("Chinese texts", str(sum("zh" in t for t in texts))),
        Fact("English texts (our translation)", str(sum("en" in t for t in texts))),
        Fact("Versions known by statements only",
             str(sum(k not in shelf.shown for k in shelf.library.statements))),
        Fact("Articles and headings", str(sum(len(s.units) for s in shelf.shown.values()))),
        Fact("References", str(sum(len(a.references) for a in analyses))),
        Fact("Definitions", str(sum(len(a.definitions) for a in analyses))),
        Fact("Norms", str(sum(len(a.norms) for a in analyses))),
        Fact("Comparisons", str(len(shelf.library.comparisons))))
