"""The translation alarm: what it compares, what an exception covers, and how many mistakes it catches."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from kb.analyse.find import find
from kb.cli.reading import read_translations
from kb.collate.alarm import alarms_alone
from kb.collate.collation import Rules, collate, collate_alone
from kb.collate.leaves import Pair
from kb.collate.norms import asked_by, compare_norms, kinds_of
from kb.model.glossary import TextCheck, TextException
from kb.model.norm_record import Asked, NormRecord
from kb.store.glossary import load_exceptions
from kb.store.layout import Layout
from kb.store.norm_records import load_norm_record
from kb.store.register import load_register
from tests import builders

ZH = """桥梁管理办法
第一条 养护单位应当在三十日内检查桥梁，并报告病害。
第二条 任何个人不得损毁桥梁。养护单位可以封闭桥梁。"""
EN = """Measures for Bridges
Article 1
A keeper shall, within 30 days, inspect bridges and report defects.
Article 2
Any individual shall not damage bridges. A keeper may close bridges."""


def asked(text):
    return asked_by(find(text).norms)


def alarms(en=EN):
    version = "bridges@final-2025"
    zh = asked(builders.text_from(ZH, version))
    return list(compare_norms(version, zh, asked(builders.text_from(en, version, "en"))))


def test_a_faithful_translation_raises_no_alarm():
    assert alarms() == []


@pytest.mark.parametrize(("old", "new", "kinds", "subject"), [
    ("may close", "shall close", ("modality",), "modality obligation 0:1, permission 1:0"),
    ("shall not damage", "may damage", ("modality",), "modality permission 1:2, prohibition 1:0"),
    (" and report defects", "", ("number of norms",), "number of norms obligation 2:1"),
    (" A keeper may close bridges.", "", ("number of norms",), "number of norms permission 1:0"),
    (", within 30 days,", "", ("deadlines",), "deadlines P30D 1:0"),
    ("30 days", "30 working days", ("deadlines",), "deadlines P30D 1:0, P30WD 0:1"),
])
def test_each_kind_of_mistake_raises_its_alarm(old, new, kinds, subject):
    assert old in EN
    [finding] = alarms(EN.replace(old, new))
    assert (kinds_of(finding), finding.subject) == (kinds, subject)


def exception(subject):
    return TextException(TextCheck.NORMS, "art_2__para_1", subject, "looked at")


@pytest.mark.parametrize(("subject", "left"), [
    ("modality obligation 0:1, permission 1:0", []),
    ("modality obligation 0:2, permission 1:0", ["modality obligation", "is used by nothing"]),
])
def test_an_exception_covers_one_exact_difference_with_the_chinese_and_without(subject, left):
    version, en = "bridges@final-2025", EN.replace("may close", "shall close")
    chinese = builders.text_from(ZH, version)
    english = builders.text_from(en, version, "en")
    held = (exception(subject),)
    with_it = collate([Pair(chinese, english)], Rules(exceptions={version: held}))[0].findings
    alone = collate_alone(english, NormRecord(version, "", asked(chinese)), held).findings
    for found in (with_it, alone):
        own = [f"{f.subject} {f.message}" for f in found if f.check is TextCheck.NORMS]
        assert len(own) == len(left)
        assert all(words in one for words, one in zip(left, own, strict=True))


def test_half_a_norm_is_not_counted():
    words = "桥梁管理办法\n第一条 养护单位不得违反《桥梁法》第三条规定，封闭桥梁。"
    text = builders.text_from(words, "bridges@final-2025")
    assert [one.modalities for one in asked(text).values()] == [("prohibition",)]


def test_alarms_are_told_with_the_reason_for_which_they_stand():
    sides = {"art_1__para_1": Asked(("obligation",))}, {"art_1__para_1": Asked(("right",))}
    subject = "modality obligation 1:0, right 0:1"
    let = TextException(TextCheck.NORMS, "art_1__para_1", subject, "looked at")
    [open_] = alarms_alone("a@b", 1, sides, ()).alarms
    [reviewed] = alarms_alone("a@b", 1, sides, (let,)).alarms
    assert (open_.kinds, open_.reason, reviewed.reason) == (("modality",), "", "looked at")


ROOT = Path(__file__).parent.parent.parent
LIMIT = re.compile(
    r",? ?\b(?:within \d+ (?:working )?days(?: from the date of [^,.;]*)?|for at least 3 years|immediately"
    r"|in a timely manner|at least \d+ days before their implementation"
    r"|for (?:a period of )?not less than [^,.;]*),?")
SENTENCE = re.compile(r"(?<=[a-z]{2}[.;]) (?=[A-Z])")
FLOORS = {"must becomes may": 0.97, "may becomes must": 0.84, "must not becomes must": 0.99,
          "deadline dropped": 0.94, "sentence deleted": 0.94, "act deleted": 0.99}
"""Least share of the mistakes put into our translations that must raise an alarm."""


def _may(text):
    return re.sub(r"\b(?:shall|must)\b(?! not)", "may", text, count=1)


def _must(text):
    return re.sub(r"\bmay\b(?! be exempt| refrain)", "shall", text, count=1)


def _ban_lifted(text):
    return re.sub(r"\bshall not\b", "shall", text, count=1)


def _no_limit(text):
    return LIMIT.sub("", text, count=1)


def _short(text):
    parts = SENTENCE.split(text)
    return " ".join(parts[:-1]) if len(parts) > 1 else text


def _one_act_less(text):
    """Take out the last act of a row: …, and publish the results."""
    row = r"(\bshall [a-z]+ [^.;:]{20,}), and (?:[a-z]+ly )?[a-z]+ (?:the|their|a|an) [^.;:,]*(?=\.$)"
    return re.sub(row, r"\1", text)


MISTAKES = {"must becomes may": _may, "may becomes must": _must, "must not becomes must": _ban_lifted,
            "deadline dropped": _no_limit, "sentence deleted": _short, "act deleted": _one_act_less}


def changed(nodes, change, eids):
    return tuple(replace(node, text=change(node.text) if node.eid in eids else node.text,
                         children=changed(node.children, change, eids)) for node in nodes)


def eligible(text, change, zh):
    """Return the provisions that ask something and that the mistake changes, lists left out."""
    return {eid for eid, node in text.index().items()
            if node.text and eid in zh and change(node.text) != node.text and not node.text.endswith(":")}


@pytest.fixture(scope="module")
def corpus():
    layout = Layout(ROOT)
    texts = read_translations(layout, load_register(layout)).texts
    return [(text, load_norm_record(layout, text.version), load_exceptions(layout, text.version))
            for text in texts]


def test_every_translation_has_a_record_of_its_chinese_and_no_open_alarm(corpus):
    for text, record, exceptions in corpus:
        assert record is not None, text.version
        found = collate_alone(text, record, exceptions)
        assert [f for f in found.findings if f.check is TextCheck.NORMS] == []


def caught(corpus, name):
    counts = Counter()
    for text, record, exceptions in corpus:
        eids = eligible(text, MISTAKES[name], record.asked)
        wrong = replace(text, provisions=changed(text.provisions, MISTAKES[name], eids))
        let = {(one.eid, one.subject) for one in exceptions if one.check is TextCheck.NORMS}
        found = {f.eid for f in compare_norms(text.version, record.asked, asked(wrong))
                 if (f.eid, f.subject) not in let}
        counts.update(made=len(eids), caught=len(eids & found))
    return counts


@pytest.mark.parametrize("name", list(MISTAKES))
def test_most_mistakes_put_into_our_translations_raise_an_alarm(corpus, name):
    counts = caught(corpus, name)
    assert counts["made"] >= 8
    assert counts["caught"] / counts["made"] >= FLOORS[name], dict(counts)
