"""Headings and points of policy documents, loose paragraphs and annexes."""

from kb.compare.align import compare_texts
from kb.compare.contract import to_json
from kb.compare.units import annex_units, body_units
from kb.model.provision import Kind, Provision
from kb.model.text import Grade, Text

OPEN = "各村应当把渔获数量写在码头的木牌上，供买鱼人查看。"
WEIGH = "集市所用秤砣每年由铁匠校准一次，不准的当场熔化。"
NIGHT = "夜间出海的船只应当两人同行，并且携带铜哨。"
BREAD = "面包房剩余的面包在闭市后分给看守灯塔的人。"


class Builder:
    """Makes nodes whose starts increase in document order."""

    def __init__(self):
        self.at = 0

    def node(self, kind, eid, text="", heading="", children=()):
        self.at += 1
        return Provision(kind, eid, "", eid.rpartition("_")[2], "", heading, text, self.at, self.at,
                         self.at + 1, tuple(children))

    def heading(self, number, title, *points, text=""):
        eid = f"head_{number}"
        head = self.node(Kind.HEADING, eid, heading=title)
        own = [self.node(Kind.PARAGRAPH, f"{eid}__para_1", text)] if text else []
        below = [self.node(Kind.POINT, f"{eid}__point_{n}", children=[
            self.node(Kind.PARAGRAPH, f"{eid}__point_{n}__para_1", point)])
            for n, point in enumerate(points, 1)]
        return Provision(head.kind, eid, "", str(number), "", title, "", head.start,
                         head.text_start, self.at + 1, (*own, *below))


def document(*provisions):
    return Text("policy@v1", "zh", Grade.REPUBLISHED, "", "zh_policy", "made", "", (),
                tuple(provisions), (), (), 0)


def links(a, b):
    return [(x.a, x.b, {str(c) for c in x.classes}) for x in compare_texts(a, b).links]


def test_points_are_aligned_like_articles():
    x, y = Builder(), Builder()
    old = document(x.heading(1, "公开渔获", OPEN, NIGHT), x.heading(2, "公平买卖", WEIGH))
    new = document(y.heading(1, "公开渔获", OPEN), y.heading(2, "公平买卖", BREAD, WEIGH))
    assert links(old, new) == [
        (("head_1",), ("head_1",), {"unchanged"}),
        (("head_1__point_1",), ("head_1__point_1",), {"unchanged"}),
        (("head_1__point_2",), (), {"deleted"}),
        (("head_2",), ("head_2",), {"unchanged"}),
        ((), ("head_2__point_1",), {"inserted"}),
        (("head_2__point_1",), ("head_2__point_2",), {"renumbered"})]


def test_a_heading_owns_its_lines_and_not_its_points():
    x = Builder()
    text = document(x.heading(1, "公开渔获", OPEN, text=NIGHT))
    assert [(u.eid, u.printed) for u in body_units(text)] == [
        ("head_1", "公开渔获\n" + NIGHT), ("head_1__point_1", OPEN)]


def test_loose_paragraphs_are_units():
    x = Builder()
    text = document(x.node(Kind.PARAGRAPH, "para_1", OPEN), x.node(Kind.PARAGRAPH, "para_2", WEIGH))
    assert [u.eid for u in body_units(text)] == ["para_1", "para_2"]


def test_annexes_are_aligned_with_annexes_only():
    x, y = Builder(), Builder()

    def annexed(builder, eid, article, annex):
        body = builder.node(Kind.ARTICLE, "art_1", children=[
            builder.node(Kind.PARAGRAPH, "art_1__para_1", article)])
        return document(body, builder.node(Kind.ANNEX, eid, children=[
            builder.node(Kind.ARTICLE, f"{eid}__art_1", children=[
                builder.node(Kind.PARAGRAPH, f"{eid}__art_1__para_1", annex)])]))

    old, new = annexed(x, "annex_1", OPEN, WEIGH), annexed(y, "annex_1", WEIGH, OPEN)
    assert [u.eid for u in annex_units(old)] == ["annex_1__art_1"]
    assert {classes for _, _, cl in links(old, new) for classes in cl} == {"inserted", "deleted"}
    told = to_json(compare_texts(old, new), old, new)["ledger"]["a"]
    assert told["moved"] == told["total"] == len(OPEN + WEIGH)
