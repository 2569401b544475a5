import pytest

from kb.analyse.catalogue import build_catalogue
from kb.analyse.find import find
from kb.analyse.resolve import resolve


@pytest.fixture
def english(statute, register):
    def run(articles):
        text = statute(articles, language="en")
        return resolve(find(text), text, build_catalogue(register, [text]))
    return run


@pytest.mark.parametrize(("sentence", "targets"), [
    ("Article 1 applies.", ["art_1"]),
    ("Article 1, paragraph 2 applies.", ["art_1__para_2"]),
    ("Article 1(2) applies.", ["art_1__para_2"]),
    ("paragraph 2 of Article 1 applies.", ["art_1__para_2"]),
    ("Article 1 and Article 2 of these Provisions apply.", ["art_1", "art_2"]),
    ("paragraph 1 of this Article applies.", ["art_2__para_1"]),
    ("Paragraph 1 applies.", ["art_2__para_1"]),
    ("This Article applies.", ["art_2"]),
    ("These Provisions apply.", [""]),
    ("The lamp of the Ship Lamps Law of the People's Republic of China is lit.", ["lamp-law"]),
])
def test_references_in_english(english, sentence, targets):
    refs = english({"1": ["One.", "Two."], "2": [sentence]}).references
    assert [target.work or target.eid for target in refs[0].targets] == targets


LAMP = "the Ship Lamps Law of the People's Republic of China"


@pytest.mark.parametrize(("sentence", "found"), [
    (f"Article 1 of {LAMP} applies.", [("lamp-law", ["art_1"])]),
    (f"paragraph 2 of Article 1 of {LAMP} applies.", [("lamp-law", ["art_1__para_2"])]),
    (f"item (2) of Article 1 of {LAMP} and Article 2 of these Provisions apply.",
     [("lamp-law", ["art_1__item_2"]), ("", ["art_2"])]),
    ("Article 1 of the Rules on the Lighting of Piers in Harbours applies.", [("other", ["art_1"])]),
    ("Article 1, Article 2, paragraph 1 of Article 3 or Article 4 of these Provisions is violated.",
     [("", ["art_1", "art_2", "art_3__para_1", "art_4"])]),
    ("Articles 1 to 3 of these Provisions apply.", [("", ["art_1", "art_2", "art_3"])]),
    ("paragraphs 1 and 2 of Article 1 apply.", [("", ["art_1__para_1", "art_1__para_2"])]),
    ("The Rules on the Lighting of Piers and the Measures for Lamps apply.",
     [("other", [""]), ("other", [""])]),
])
def test_a_pinpoint_is_in_the_work_it_names(english, sentence, found):
    rows = {"1": ["One.", "Two."], "2": [sentence], "3": ["Three."], "4": ["Four."]}
    refs = [ref for ref in english(rows).references if ref.span.eid.startswith("art_2")]
    assert [(ref.targets[0].work or ("other" if ref.targets[0].title else ""),
             [target.eid for target in ref.targets]) for ref in refs] == found


def test_items_of_the_preceding_paragraph(english):
    refs = english({"1": [("The lamps are:", ["red;", "green;", "white."]),
                          "Items (1) and (2) of the preceding paragraph apply."]}).references
    assert [target.eid for target in refs[0].targets] == ["art_1__para_1__item_1", "art_1__para_1__item_2"]


def test_the_preceding_paragraph_is_found_by_position(english):
    refs = english({"1": ["One.", "The preceding paragraph applies."]}).references
    assert [target.eid for target in refs[0].targets] == ["art_1__para_1"]


@pytest.mark.parametrize(("sentence", "modality", "bearer", "action"), [
    ("Keepers shall light the lamp.", "obligation", "Keepers", "light the lamp"),
    ("Keepers shall not leave.", "prohibition", "Keepers", "leave"),
    ("Where oil is lost, keepers must report.", "obligation", "keepers", "report"),
    ("Sailors have the right to complain.", "right", "Sailors", "complain"),
    ("The port authority may inspect.", "power", "The port authority", "inspect"),
    ("Keepers may rest.", "permission", "Keepers", "rest"),
])
def test_norms_with_an_explicit_subject(english, sentence, modality, bearer, action):
    norm = english({"1": [sentence]}).norms[0]
    found = (norm.modality.value, norm.bearer.span.surface, norm.action.surface)
    assert found == (modality, bearer, action)


def test_a_result_is_labelled_by_its_text(english):
    assert english({"1": ["One."]}).text == "alpha-rules@final-2020/en"


@pytest.mark.parametrize("sentence", [
    "Where oil is lost, they shall report.",
    "Keepers light lamps; where oil is lost, they shall report.",
    "It may be extended.",
    "What is reposted shall be true.",
])
def test_whom_a_pronoun_means_is_left_open(english, sentence):
    assert [norm.bearer for norm in english({"1": [sentence]}).norms] == [None]


def test_a_second_operator_keeps_the_subject_of_the_first(english):
    norms = english({"1": ["Keepers shall light the lamp and may rest."]}).norms
    assert [(n.modality.value, n.bearer.span.surface, n.bearer.source) for n in norms] == [
        ("obligation", "Keepers", "explicit"), ("permission", "Keepers", "same_sentence")]
