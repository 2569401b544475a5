"""English norms: all modalities, bearers, phrases, lists, conditions, exceptions, deadlines, sanctions."""

import pytest

from kb.analyse.catalogue import build_catalogue
from kb.analyse.find import find
from kb.analyse.resolve import resolve


@pytest.fixture
def norms(statute, register):
    def run(*paragraphs):
        text = statute({"1": list(paragraphs)}, language="en")
        return resolve(find(text), text, build_catalogue(register, [text])).norms
    return run


@pytest.mark.parametrize(("sentence", "modalities"), [
    ("Providers shall light the lamp.", ["obligation"]),
    ("Lamps must be lit.", ["obligation"]),
    ("Oil may be used only for lamps.", ["obligation"]),
    ("No person shall put out the lamp.", ["prohibition"]),
    ("Providers shall not put out the lamp.", ["prohibition"]),
    ("Providers may close the pier.", ["permission"]),
    ("Providers may be exempt from the declaration of oil.", ["permission"]),
    ("Providers need not declare the oil.", ["permission"]),
    ("Users may complain to the port authority.", ["right"]),
    ("Users have the right to consult the log.", ["right"]),
    ("An individual enjoys the right to know of the fire.", ["right"]),
    ("The port authority may inspect the lamps.", ["power"]),
    ("Port departments have the right to require that keepers report.", ["power"]),
    ("The State encourages providers to light more lamps.", ["recommendation"]),
    ("Providers are encouraged to light more lamps and to publish the log.", ["recommendation"] * 2),
    ("The use of lamps, the building of piers, and the training of keepers are encouraged.",
     ["recommendation"] * 3),
    ("The port authority is responsible for the supervision of lamps.", ["declaration"]),
    ("The port authorities formulate rules, and strengthen the supervision of lamps.", ["declaration"] * 2),
    ("These Provisions apply to the lighting of piers.", ["declaration"]),
    ("Where laws provide otherwise, those provisions prevail.", ["declaration"]),
    ("Where a rule is violated, the port authority gives a warning and imposes a fine of RMB 5,000.",
     ["penalty"] * 2),
    ("Where a crime is constituted, criminal liability is pursued in accordance with law.", ["penalty"]),
    ("These Provisions are made in order to regulate lamps.", []),
    ("These Provisions come into force on 1 March 2031.", []),
    ("A lamp means a thing that shall burn.", []),
])
def test_each_modality_has_its_forms(norms, sentence, modalities):
    assert [norm.modality.value for norm in norms(sentence)] == modalities


@pytest.mark.parametrize(("sentence", "actions"), [
    ("Providers shall accept the filing, issue a number, and carry out public display.",
     ["accept the filing", "issue a number", "carry out public display"]),
    ("Providers shall formulate and publish the rules.", ["formulate and publish the rules"]),
    ("Providers shall formulate rules and make them public.", ["formulate rules and make them public"]),
    ("Providers shall guide users to read the rules and follow them.",
     ["guide users to read the rules and follow them"]),
    ("Providers shall not harm users, deceive them, or damage lamps.",
     ["harm users, deceive them, or damage lamps"]),
    ("Providers shall make rules on storage, use, transfer, disclosure and the like.",
     ["make rules on storage, use, transfer, disclosure and the like"]),
    ("Transmission shall be stopped, measures taken, and the records preserved.",
     ["be stopped", "measures taken", "the records preserved"]),
    ("Providers shall sign an agreement, making clear the rights of both parties.",
     ["sign an agreement", "making clear the rights of both parties"]),
    ("Providers shall keep the logs that shall be shown.", ["keep the logs that shall be shown"]),
    ("Providers shall formulate rules; publish the log.", ["formulate rules", "publish the log"]),
])
def test_one_norm_for_each_act(norms, sentence, actions):
    assert [norm.action.surface for norm in norms(sentence)] == actions


@pytest.mark.parametrize(("sentence", "bearer", "source"), [
    ("Where providers lose oil, they shall report it.", "providers", "same_sentence"),
    ("Where the port authority discovers risks, it may inspect the lamps.", "the port authority",
     "same_sentence"),
    ("Where oil is lost, they shall report it.", None, None),
    ("The use of lamps shall comply with laws.", None, None),
    ("Lamps shall be lit.", None, None),
    ("The port authority shall, according to its duties, inspect lamps.", "The port authority", "explicit"),
])
def test_who_bears_a_norm_is_read_or_left_open(norms, sentence, bearer, source):
    found = norms(sentence)[0].bearer
    assert (found.span.surface if found else None, found.source if found else None) == (bearer, source)


@pytest.mark.parametrize(("sentence", "kind", "value"), [
    ("Keepers shall, within 10 working days from the date of the change, report it.", "within", "P10WD"),
    ("Keepers shall report it within thirty days.", "within", "P30D"),
    ("Keepers shall report it within 24 hours.", "within", "PT24H"),
    ("Keepers shall retain the logs for not less than 6 months.", "minimum_duration", "P6M"),
    ("Keepers shall publish it at least 7 days before the change.", "before_event", "P7D"),
    ("Keepers shall immediately stop the fire.", "immediate", "P0D"),
    ("Keepers shall in a timely manner report it.", "vague", ""),
    ("Within 5 days from the date of the change the procedures shall be gone through.", "within", "P5D"),
    ("Keepers of 14 years of age shall report it.", None, None),
])
def test_deadlines_are_durations(norms, sentence, kind, value):
    deadline = norms(sentence)[0].deadline
    assert (deadline.kind if deadline else None, deadline.value if deadline else None) == (kind, value)


def test_conditions_and_exceptions_are_slices(norms):
    [norm] = norms("Where providers use oil, and it is dear, they shall weigh it; except where it is lost.")
    assert [span.surface for span in norm.conditions] == ["Where providers use oil, and it is dear"]
    assert [span.surface for span in norm.exceptions] == ["except where it is lost"]


@pytest.mark.parametrize(("head", "items", "found"), [
    ("Providers shall not commit any of the following acts:", ["selling oil;", "hiding lamps."],
     ["prohibition"] * 2),
    ("Providers shall perform the following obligations:",
     ["the lamps are lit, and the logs are kept;", "to train keepers."], ["obligation"] * 3),
    ("The port authority performs the following duties:", ["inspecting lamps;", "other duties."],
     ["declaration"] * 2),
    ("The port authority may take the following measures:", ["sealing lamps."], ["power"]),
    ("Providers shall inform users of the following matters:", ["the name;", "the place."], ["obligation"]),
])
def test_the_items_of_a_conduct_list_are_norms(norms, head, items, found):
    read = norms((head, items))
    assert [norm.modality.value for norm in read] == found
    if len(found) > 1:
        assert {norm.bearer.source for norm in read} == {"list_head"}


@pytest.mark.parametrize(("words", "kinds", "amounts"), [
    ("imposes a fine of not less than RMB 10,000 and not more than RMB 100,000", ("fine",),
     (10_000, 100_000)),
    ("imposes a fine of not more than RMB 50 million", ("fine",), (None, 50_000_000)),
    ("orders corrections to be made", ("order_to_correct",), (None, None)),
    ("revokes the business licence", ("revoke_business_licence",), (None, None)),
])
def test_a_sanction_has_its_kinds_amounts_and_authority(norms, words, kinds, amounts):
    [norm] = norms(f"Where these Provisions are violated, the port authority {words}.")
    sanction = norm.sanction
    assert (sanction.types, (sanction.min_yuan, sanction.max_yuan)) == (kinds, amounts)
    assert sanction.authority.surface == "the port authority"


def test_a_share_of_turnover_is_a_share(norms):
    [norm] = norms("Where these Provisions are violated, the port authority imposes a fine of not less "
                   "than 1% and not more than 5% of the turnover of the previous year.")
    assert (norm.sanction.min_turnover_pct, norm.sanction.max_turnover_pct) == (1, 5)


def test_every_norm_names_its_rule(norms):
    for norm in norms("Keepers shall light lamps and may rest.", "The State encourages keepers to rest."):
        assert dict(norm.made_by)["modality"] == norm.rule
        assert ("bearer" in dict(norm.made_by)) == (norm.bearer is not None) == ("bearer" not in norm.open)
        assert norm.modality.value == "recommendation" or norm.trigger is not None
