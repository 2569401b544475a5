"""A comparison as one HTML page that can be mailed: nothing in it asks another file or host for anything.

Reads a ``Report``; writes HTML as pieces of text, so that a long law need not stand in memory twice. The
page works without scripts: inline or side by side, and clerical changes shown or not, are switched by
form controls and style rules; a browser too old for them shows everything inline.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files
from itertools import groupby
from typing import Final

from kb.compare.writing.duty_rows import FIRST, DutyRow
from kb.compare.writing.numbered import Run
from kb.compare.writing.report import Entry, Place, Report, Share, Side, outcome_of
from kb.compare.writing.wording import count, is_chinese, rule_words, xml_text
from kb.model.change import OpKind

LANG: Final = {"zh": "zh-Hans", "en": "en"}

_TAG: Final = {OpKind.INSERT: "ins", OpKind.DELETE: "del"}
_QUOTED: Final = re.compile("[“”]")
_OLD: Final = "old-side"
_NEW: Final = "new-side"


def render_page(report: Report, *, whole: bool = False) -> Iterator[str]:
    """Yield the page; ``whole`` opens what stayed the same, which is otherwise folded away."""
    title = _text(f"{report.a.name} → {report.b.name}")
    yield ('<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
           '<meta name="viewport" content="width=device-width, initial-scale=1">'
           '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">'
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
           "style-src 'unsafe-inline'\">"
           f"<title>{title}: comparison</title><style>\n{_style()}</style></head><body>\n")
    yield from _head(report)
    yield from _summary(report)
    yield from _switches(report)
    yield from _contents(report)
    yield '<main><h2 id="articles">Provision by provision</h2>\n'
    yield from _entries(report, whole=whole)
    yield "</main>\n"
    yield from _foot(report)
    yield "</body></html>\n"


def _style() -> str:
    return files("kb.compare.writing").joinpath("page.css").read_text(encoding="utf-8")


def _text(words: str) -> str:
    return escape(xml_text(words), quote=True)


def _worded(words: str) -> str:
    """Return words that may be of either language, marked as Chinese where they are."""
    return f'<span lang="zh-Hans">{_text(words)}</span>' if is_chinese(words) else _text(words)


def _head(report: Report) -> Iterator[str]:
    yield ('<header><p class="kicker">Comparison of two texts, by Regtrail</p>'
           f"<h1>{_worded(report.a.name)} → {_worded(report.b.name)}</h1>\n")
    yield f'<div class="notice">{"".join(f"<p>{_text(one)}</p>" for one in report.notices)}</div>\n'
    yield '<div class="sides">'
    for letter, words, side in (("A", "the older side", report.a), ("B", "the newer side", report.b)):
        yield _side(letter, words, side)
    yield "</div></header>\n"


def _side(letter: str, words: str, side: Side) -> str:
    rows = "".join(f"<dt>{_text(label)}</dt><dd>{_worded(value)}</dd>" for label, value in side.facts)
    note = f"<p><small>{_text(side.note)}</small></p>" if side.note else ""
    return (f'<section><h2><span class="side">{letter}, {words}:</span> {_worded(side.title or side.name)}'
            f"</h2><dl>{rows}</dl>{note}</section>")


def _summary(report: Report) -> Iterator[str]:
    yield '<section aria-labelledby="sum"><h2 id="sum">In sum</h2>\n'
    yield from _duties(report)
    yield '<div class="tables">'
    yield _table(f"What became of each {report.noun}", ("", "A", "B"),
                 [(label, f"{a:,}", f"{b:,}") for label, a, b in report.outcome])
    for letter, shares in zip("AB", report.ledger, strict=True):
        yield _ledger(letter, shares)
    yield "</div>\n"
    if report.remarks:
        yield f"<p><small>{_text(' '.join(report.remarks))}</small></p>\n"
    yield from _moved(report)
    yield "</section>\n"


def _duties(report: Report) -> Iterator[str]:
    if not report.duties and not report.duty_notes:
        return
    yield "<h3>What changed in duties</h3>\n"
    if report.duties:
        yield f"<ul>{''.join(map(_duty, report.duties[:FIRST]))}</ul>\n"
    if report.duties[FIRST:]:
        yield (f"<details><summary>{len(report.duties) - FIRST} more</summary>"
               f"<ul>{''.join(map(_duty, report.duties[FIRST:]))}</ul></details>\n")
    yield f"<p><small>{_text(' '.join(report.duty_notes))}</small></p>\n"


def _duty(row: DutyRow) -> str:
    words = "".join(f"“{_worded(part)}”" if place % 2 else _text(part)
                    for place, part in enumerate(_QUOTED.split(row.text)))
    link = f' <a href="#{row.anchor}">see the text</a>' if row.anchor else ""
    return f"<li>{words} <span class=\"tags\">{_text(row.tags)}</span>{link}</li>"


def _ledger(letter: str, shares: tuple[Share, ...]) -> str:
    return _table(f"Every character of {letter}", ("", "characters", "%"),
                  [(one.label, f"{one.characters:,}", one.percent) for one in shares])


def _table(caption: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    head = "".join(f'<th scope="col"{" class=n" if place else ""}>{_text(one)}</th>' if one else "<td></td>"
                   for place, one in enumerate(heads))
    body = "".join(
        f'<tr{" class=all" if row[0] == "all" else ""}><th scope="row">{_text(row[0])}</th>'
        + "".join(f'<td class="n">{_text(cell)}</td>' for cell in row[1:]) + "</tr>" for row in rows)
    return (f"<table><caption>{_text(caption)}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table>")


def _moved(report: Report) -> Iterator[str]:
    if not report.moved:
        return
    lang = LANG[report.language]
    yield (f"<details><summary>Wording that went to another place "
           f"({count(len(report.moved), 'passage')})</summary><ul>")
    for one in report.moved:
        yield (f'<li>{_place(one.a)} → {_place(one.b)}: <span lang="{lang}">{_text(one.old)}</span>'
               + (f' → <span lang="{lang}">{_text(one.new)}</span>' if one.new != one.old else "")
               + "</li>")
    yield "</ul></details>\n"


def _switches(report: Report) -> Iterator[str]:
    yield ("<fieldset><legend>How to show the changes</legend>"
           '<label><input type="radio" name="view" id="inline" checked> Inline</label>'
           '<label><input type="radio" name="view" id="side"> Side by side</label>')
    if report.clerical:
        yield ('<label><input type="checkbox" id="quiet"> Do not mark the '
               f"{count(report.clerical, 'clerical change')} (punctuation, width, numbering)</label>")
    yield ("<span><del>struck: only in A</del> <ins>underlined: only in B</ins>"
           + (' <ins class="c">dotted: clerical</ins>' if report.clerical else "")
           + "</span></fieldset>\n")


def _contents(report: Report) -> Iterator[str]:
    changed = [entry for entry in report.entries if not entry.is_same]
    yield f'<nav aria-label="Changed provisions"><details><summary>Changed ({len(changed):,})</summary><ul>'
    for entry in changed:
        yield f'<li><a href="#{entry.anchor}">{_pair(entry)}</a> {_text(", ".join(entry.classes))}</li>'
    yield "</ul></details></nav>\n"


def _pair(entry: Entry) -> str:
    """Return the places of an entry as printed: 第七条 → 第九条, or one where both are the same."""
    old, new = ([_worded(place.label) for place in side] for side in (entry.a, entry.b))
    if old == new or not new:
        return ", ".join(old)
    return ", ".join(new) if not old else f"{', '.join(old)} → {', '.join(new)}"


def _place(place: Place) -> str:
    return _worded(place.label)


def _english(entry: Entry) -> str:
    """Return the places in English, empty where they are printed in English anyway."""
    if not any(is_chinese(place.printed) for place in entry.a + entry.b):
        return ""
    old, new = (", ".join(place.english for place in side) for side in (entry.a, entry.b))
    return old if old == new or not new else f"{old} → {new}" if old else new


def _entries(report: Report, *, whole: bool) -> Iterator[str]:
    group = ""
    for folded, found in groupby(report.entries, lambda one: (_folds(one), one.group)):
        if folded[1] != group:
            group = folded[1]
            yield f"<h3>{_worded(group)}</h3>\n" if group else "<h3>Outside the chapters</h3>\n"
        if folded[0]:
            yield from _same(list(found), report, whole=whole)
        else:
            yield from (piece for entry in found for piece in _card(entry, report))


def _folds(entry: Entry) -> bool:
    return entry.is_same and "moved" not in entry.link.classes


def _same(entries: list[Entry], report: Report, *, whole: bool) -> Iterator[str]:
    """Yield provisions whose words stayed, folded away together."""
    first, last = entries[0], entries[-1]
    names = _pair(first) if len(entries) == 1 else f"{_pair(first)} … {_pair(last)}"
    yield (f'<details class="plain"{" open" if whole else ""}><summary>{names}: '
           f"{count(len(entries), report.noun)} with the same words</summary>")
    for entry in entries:
        yield (f'<div class="one" id="{entry.anchor}"><h4>{_pair(entry)} <span class="en">'
               f'{_text(_english(entry))}</span></h4><div class="t" lang="{LANG[report.language]}">'
               f"{_marked(entry.shown)}</div></div>")
    yield "</details>\n"


def _card(entry: Entry, report: Report) -> Iterator[str]:
    tone = " new" if not entry.a else " gone" if not entry.b else ""
    lang = LANG[report.language]
    yield (f'<article class="card{tone}" id="{entry.anchor}"><h4><a href="#{entry.anchor}">{_pair(entry)}'
           f'</a> <span class="en">{_text(_english(entry))}</span></h4>'
           f'<p class="tags">{_tags(entry)}</p><div class="pair">')
    yield f'<div><b class="lab">A</b><div class="t {_OLD}" lang="{lang}">{_marked(entry.shown)}</div>'
    yield "" if entry.a else '<p class="none">Nothing of this in A.</p>'
    yield f'</div><div class="{_NEW}"><b class="lab">B</b>'
    yield (f'<div class="t" lang="{lang}">{_marked(entry.shown, without=OpKind.DELETE)}</div>' if entry.b
           else '<p class="none">Nothing of this in B.</p>')
    yield "</div></div></article>\n"


def _tags(entry: Entry) -> str:
    words = [f"<b>{_text(', '.join(entry.classes))}</b>"]
    if entry.is_clerical:
        words.append("clerical changes only")
    elif outcome_of(entry) == "reworded" and entry.clerical:
        words.append(f"{count(entry.clerical, 'clerical change')} besides")
    if entry.a and entry.b:
        words.append(f"likeness {entry.link.score:.2f}: {_text(rule_words(entry.link.rule))}")
    return " · ".join(words)


def _marked(runs: Iterable[Run], without: OpKind | None = None) -> str:
    """Return runs with ``ins`` and ``del``; those of the kind ``without`` are left out."""
    return "".join(_run(run) for run in runs if run.kind is not without).rstrip()


def _run(run: Run) -> str:
    text = _text(run.text)
    inner = f"<b>{text}</b>" if run.number else text
    tag = _TAG.get(run.kind)
    return f'<{tag}{" class=c" if run.clerical else ""}>{inner}</{tag}>' if tag else inner


def _foot(report: Report) -> Iterator[str]:
    yield f"<footer>{''.join(f'<p>{_text(one)}</p>' for one in report.notices)}"
    if report.left_out:
        yield f"<p>Compared: the provisions. Not compared, as no provisions: {_text(report.left_out)}.</p>"
    yield ("<p>Likeness is the share of words that both hold in the same order, 0 to 1; it says nothing of "
           f"meaning. Aligned by {_text(report.rule_version)}.</p></footer>\n")
