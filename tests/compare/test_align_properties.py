"""What must hold of any two statutes: on invented statutes drawn at random."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.compare.align import compare_texts
from kb.compare.contract import to_json
from kb.model.change import ChangeClass, OpKind
from tests.compare.statutes import statute

WHO = ("灯塔看守人", "渔船船长", "面包房主", "钟楼管理员", "集市商贩", "岛民会议", "邮差", "养蜂人",
       "学堂教师", "水井看护人", "码头搬运工", "织布作坊")
WHAT = ("点亮北岬的油灯", "悬挂蓝色旗帜", "供应黑麦面包", "敲响青铜大钟", "申报咸鱼斤两", "召集夜间会议",
        "投递加急信函", "迁移蜂箱位置", "抄写潮汐表册", "清洗石砌井台", "登记绳索缆具", "染制羊毛布匹")
WHEN = ("日落之前", "每逢满月", "冬至以后七日内", "大雾弥漫时", "集市开始时", "退潮期间", "春汛到来前",
        "接到通知当日", "连续降雨三日后", "祭典结束后", "货物卸下之后", "每年谷雨前后")


@st.composite
def sentences(draw, least=1, most=8):
    """Distinct articles: no two share actor, act and time."""
    count = draw(st.integers(least, most))
    columns = [draw(st.permutations(range(12))) for _ in range(3)]
    return [f"{WHO[w]}应当在{WHEN[t]}{WHAT[d]}，"
            f"并且把{WHAT[(d + 5) % 12]}的情形告知{WHO[(w + 7) % 12]}。"
            for w, d, t in list(zip(*columns, strict=True))[:count]]


quick = settings(max_examples=30, deadline=None)


def classes(comparison):
    return [set(link.classes) for link in comparison.links]


@quick
@given(sentences())
def test_a_text_with_itself_is_unchanged_and_has_no_redline(articles):
    text = statute(*articles)
    links = compare_texts(text, text).links
    assert all(link.classes == (ChangeClass.UNCHANGED,) and link.a == link.b for link in links)
    assert all(not link.redline for link in links)


@quick
@given(sentences(), sentences())
def test_swapping_the_sides_mirrors_the_links(first, second):
    a, b = statute(*first), statute(*second, version="work@v2")
    mirror = {ChangeClass.INSERTED: ChangeClass.DELETED, ChangeClass.DELETED: ChangeClass.INSERTED,
              ChangeClass.SPLIT: ChangeClass.MERGED, ChangeClass.MERGED: ChangeClass.SPLIT}

    def seen(links, *, turn=False):
        return {((x.b, x.a) if turn else (x.a, x.b), x.score, frozenset(
            mirror.get(c, c) if turn else c for c in x.classes), frozenset(seen(x.parts, turn=turn)))
            for x in links}

    assert seen(compare_texts(a, b).links) == seen(compare_texts(b, a).links, turn=True)


@quick
@given(sentences(3, 8), st.randoms(use_true_random=False))
def test_permuted_articles_are_moved_or_renumbered(articles, random):
    shuffled = random.sample(articles, len(articles))
    links = compare_texts(statute(*articles), statute(*shuffled)).links
    assert len(links) == len(articles)
    for link in links:
        old, new = int(link.a[0][4:]), int(link.b[0][4:])
        assert articles[old - 1] == shuffled[new - 1]
        assert set(link.classes) <= {ChangeClass.MOVED, ChangeClass.RENUMBERED,
                                     ChangeClass.UNCHANGED}
    moved = any(ChangeClass.MOVED in link.classes for link in links)
    assert moved == (shuffled != articles)


@quick
@given(sentences(3, 8), st.data())
def test_splitting_an_article_by_its_paragraphs_is_a_split(articles, data):
    at = data.draw(st.integers(0, len(articles) - 2))
    joined = [*articles[:at], articles[at] + "\n" + articles[at + 1], *articles[at + 2:]]
    links = compare_texts(statute(*joined), statute(*articles)).links
    [split] = [link for link in links if ChangeClass.SPLIT in link.classes]
    assert split.a == (f"art_{at + 1}",)
    assert split.b == (f"art_{at + 1}", f"art_{at + 2}")
    assert ChangeClass.AMENDED not in split.classes


@quick
@given(sentences(), sentences())
def test_every_article_is_in_exactly_one_link_and_redlines_reassemble(first, second):
    a, b = statute(*first), statute(*second)
    comparison = compare_texts(a, b)
    assert sorted(e for link in comparison.links for e in link.a) == sorted(
        node.eid for node in a.provisions)
    assert sorted(e for link in comparison.links for e in link.b) == sorted(
        node.eid for node in b.provisions)
    for link in comparison.links:
        old = "".join(op.text for op in link.redline if op.kind is not OpKind.INSERT)
        new = "".join(op.text for op in link.redline if op.kind is not OpKind.DELETE)
        if link.redline:
            assert old == "\n".join(first[int(e[4:]) - 1] for e in link.a)
            assert new == "\n".join(second[int(e[4:]) - 1] for e in link.b)


@quick
@given(sentences(), sentences())
def test_the_ledger_accounts_for_every_character(first, second):
    a, b = statute(*first), statute(*second)
    ledger = to_json(compare_texts(a, b), a, b)["ledger"]
    for side, articles in (("a", first), ("b", second)):
        accounts = dict(ledger[side])
        assert accounts.pop("total") == sum(map(len, articles)) == sum(accounts.values())
