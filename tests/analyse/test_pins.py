import pytest

from kb.analyse.pins import parse_pins


def _written(pin):
    steps = "__".join("_".join(step) for step in pin.steps)
    return f"{steps}..{'__'.join('_'.join(step) for step in pin.until)}" if pin.until else steps


@pytest.mark.parametrize(("surface", "expected"), [
    ("第七条", ["art_7"]),
    ("第一百二十条之一", ["art_120-1"]),
    ("第１２条", ["art_12"]),
    ("第九条第一款第二项", ["art_9__para_1__item_2"]),
    ("第九条第一款、第十条", ["art_9__para_1", "art_10"]),
    ("第三十条第二款和第三款", ["art_30__para_2", "art_30__para_3"]),
    ("第二项至第七项", ["item_2..item_7"]),
    ("第十六条至第二十条、第二十二条", ["art_16..art_20", "art_22"]),
    ("第八条第（一）、（三）项", ["art_8__item_1", "art_8__item_3"]),
    ("第三、四条", ["art_3", "art_4"]),
    ("第二条第三项第1目", ["art_2__item_3__subitem_1"]),
    ("第三章第二节", ["chap_3__sec_2"]),
    ("无", []),
])
def test_lists_ranges_and_elisions_carry_over_only_what_they_leave_out(surface, expected):
    assert [_written(pin) for pin in parse_pins(surface)] == expected
