"""What a reviewer corrected is said beside it, with day and reason, on article and compare pages."""

from dataclasses import replace

import pytest

from kb.analyse.catalogue import build_catalogue
from kb.analyse.overriding import correct, own_digest
from kb.compare.overriding import correct_links, unit_digest
from kb.compare.units import all_units
from kb.model.override import Deed, LinkOverride, Override, Signature, Subject
from kb.publish.article_pages import article_views
from kb.publish.compare_page import compare_view
from kb.publish.render import Renderer
from kb.publish.shelf import make_shelf
from tests.publish.conftest import ROOT
from tests.publish.small_library import small_library

SIGNED = Signature("A.B.", "2031-05-06", "the lamp <b>law</b> says so", "file.toml:1 norm[0]")
SAID = "by a reviewer on 2031-05-06: the lamp <b>law</b> says so"
SHOWN = "by a reviewer on 2031-05-06: the lamp &lt;b&gt;law&lt;/b&gt; says so"


def corrected(*rows):
    """The small library with facts of its final text corrected."""
    library = small_library()
    (key,) = [key for key, a in library.analyses.items() if any(n.eid == "art_4__para_1__item_1"
                                                                for n in a.norms)]
    text = library.texts[key.partition("/")[0]]["zh"]
    own = text.index()
    overrides = [Override(key, subject, deed, eid, own_digest(own[eid].text), name, span, SIGNED, *more)
                 for subject, deed, eid, name, span, *more in rows]
    catalogue = build_catalogue(library.register, [text])
    found = correct(library.analyses[key], overrides, text, catalogue)
    assert not found.problems
    return replace(library, analyses={**library.analyses, key: found.analysis},
                   corrections=found.corrections), key


def pages(library, key):
    shelf = make_shelf(library)
    version = shelf.version_of(key.partition("/")[0])
    views = {view.unit.eid: view for view in article_views(shelf, shelf.work_of(version.key), version)}
    render = Renderer(ROOT / "site" / "templates")
    return views, {eid: render.body("article.html", view, "w/x/y/z/index.html")
                   for eid, view in views.items()}


@pytest.mark.parametrize(("article", "row", "words"), [
    ("art_3", (Subject.NORM, Deed.SET, "art_3__para_1", "obligation-1", "登记灯号",
               {"modality": "obligation"}, {"modality": "recommendation"}), "corrected"),
    ("art_6", (Subject.NORM, Deed.ADD, "art_6__para_1", "declaration-o1", "施行"), "added"),
    ("art_4", (Subject.REFERENCE, Deed.SET, "art_4__para_2", "", "前款", {"targets": ("#art_4__para_1",)},
               {"targets": ("#art_3",)}), "corrected"),
    ("art_2", (Subject.DEFINITION, Deed.SET, "art_2__para_1", "", "提灯服务@1", {"scope": ""},
               {"scope": "art_2"}), "corrected"),
    ("art_3", (Subject.NORM, Deed.REJECT, "art_3__para_1", "obligation-1", "登记灯号"), "struck"),
])
def test_a_page_says_what_was_corrected_and_escapes_it(article, row, words):
    library, key = corrected(row)
    views, html = pages(library, key)
    assert f"{words} {SHOWN}" in html[article]
    assert not [eid for eid, page in html.items() if SHOWN in page and eid != article
                and words == "struck"]
    assert (f"A norm that the rules found in art. 3(1) was struck {SAID}",) == views[article].struck or (
        words != "struck" and not views[article].struck)


def test_a_page_without_corrections_says_nothing():
    library, key = corrected()
    assert not [eid for eid, page in pages(library, key)[1].items() if "by a reviewer" in page]


def test_a_corrected_link_says_so_on_the_compare_page():
    library = small_library()
    comparison = library.comparisons[0]
    a, b = (library.texts[key.partition("/")[0]][comparison.language]
            for key in (comparison.a, comparison.b))
    link = next(link for link in comparison.links if link.a and link.b)
    digests = [{unit.eid: unit_digest(unit) for unit in all_units(text) if unit.eid in eids}
               for text, eids in ((a, link.a), (b, ()))]
    apart = LinkOverride((link.a, ()), frozenset({(link.a, link.b)}), *digests, SIGNED)
    found = correct_links(comparison, (apart,), a, b)
    library = replace(library, comparisons=(found.comparison,), corrections=found.corrections)
    view = compare_view(make_shelf(library), found.comparison)
    html = Renderer(ROOT / "site" / "templates").body("compare.html", view, "compare/x/y/index.html")
    assert [row.note for row in view.changes if row.note] == [f"corrected {SAID}"]
    assert f"corrected {SHOWN}" in html
