import re
from pathlib import Path

from kb.model.provision import walk_all
from kb.parse.outline import REMEDIES
from tests import builders

PARSE = Path(__file__).parents[2] / "kb" / "parse"
CODE = re.compile(r'"((?:[a-z]+-)+[a-z]+)",\s*(?:"the head of|Severity)|\.warn\(\s*"([a-z-]+)"')


def test_every_defect_of_the_structure_has_a_remedy_and_every_remedy_a_defect():
    sources = [path.read_text(encoding="utf-8") for folder in (PARSE, PARSE / "profiles")
               for path in folder.glob("*.py") if path.name not in {"structure.py", "outline.py"}]
    codes = {match[1] or match[2] for source in sources for match in CODE.finditer(source)}
    assert codes == set(REMEDIES)


def test_a_gap_is_reported_at_its_article_with_what_to_do():
    text = builders.text_from("甲办法\n第一条 甲应当乙。\n第三条 丙应当丁。", "a@b")
    problem = next(one for one in text.problems if one.code == "numbering-gap")
    assert problem.where == "a@b#art_3"
    assert problem.remedy == REMEDIES["numbering-gap"]
    assert [node.eid for node in walk_all(text.provisions) if node.kind == "article"] == ["art_1", "art_3"]
