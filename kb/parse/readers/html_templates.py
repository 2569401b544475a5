"""The page templates we know, as data.

A template names the element that holds the document and, for the rest of the page, which part of the
site's frame an element is. Keys are ``tag``, ``#id`` and ``.class``; ids come before classes and
classes before tags. What stands outside the body and under no named element gets the template's own
``frame`` rule.
"""

from dataclasses import dataclass, field, replace
from typing import Final


@dataclass(frozen=True, slots=True)
class Template:
    """One site's page.

    ``body`` are keys of the document's element, the first present wins; ``titles`` are keys of the
    page's own heading, which is the document's when the body does not repeat it; ``rules`` map keys
    to furniture rules; ``signs`` are words of the page title by which the site is known when the body
    is missing.
    """

    name: str
    body: tuple[str, ...]
    titles: tuple[str, ...] = ()
    rules: dict[str, str] = field(default_factory=dict)
    signs: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def frame(self) -> str:
        """The rule for what is under no named element."""
        return f"{self.name}-page"


CAC: Final = Template(
    "cac", ("#BodyLabel",), (".title",),
    {".header": "cac-navigation", ".current-path": "cac-navigation",
     ".mobile-header": "cac-navigation", ".info": "cac-page-info", "#dyjc": "cac-share-bar",
     ".bdsharebuttonbox": "cac-share-bar", "#check": "cac-correction", ".checkClose": "cac-correction",
     ".zwfenye": "cac-pager", "#div_page_roll1": "cac-pager", "#div_currpage": "cac-pager",
     ".footer": "cac-footer", ".right-nav": "cac-footer",
     ".mobile-footer": "cac-footer"},
    ("中央网络安全和信息化委员会办公室",),
)

CAC_OLDER: Final = replace(
    CAC, body=("#BodyLabel", "#content"), titles=(".title", "#title"),
    needs=("#content", "#pubtime"), signs=(),
    rules={**CAC.rules, "#pubtime": "cac-page-info", "#source": "cac-page-info"})
"""The template of about 2018, which some later pages of a long document still have."""

MOJ_LIBRARY: Final = Template(
    "moj", (".law-chapter",), (".text-title",),
    {".header-background": "moj-header", ".nav-crumbs": "moj-navigation",
     ".text-top": "moj-download", ".law-historical": "moj-history", ".fold-con": "moj-history",
     "#footer": "moj-footer", ".top-click": "moj-footer"},
    ("国家行政法规库",), (".content-text",),
)

MOJ_NEWS: Final = Template(
    "moj", (".news_content_style",), (".phone_size1", ".phone_size2"),
    {".top_bg": "moj-header", ".navBg": "moj-navigation", ".sT": "moj-page-info",
     ".footer_bg": "moj-footer", ".rightBar": "moj-footer"},
    (), (".newDeta",),
)

GOVCN: Final = Template(
    "govcn", ("#UCAP-CONTENT", ".pages_content", ".b12c"), ("#ti",),
    {".header": "govcn-header", ".BreadcrumbNav": "govcn-navigation", ".footer": "govcn-footer",
     ".pages_print": "govcn-share-bar", ".share-title": "govcn-share-bar",
     ".share": "govcn-share-bar", ".bd1": "govcn-metadata-table", ".pages-date": "govcn-page-info"},
    ("_国务院部门文件_中国政府网", "_中央有关文件_中国政府网"),
)

NDRC: Final = Template(
    "ndrc", (".TRS_Editor", ".article_con"), (".article_title",),
    {".path": "ndrc-navigation", ".shezhi": "ndrc-page-info", ".attachment": "ndrc-attachment-list",
     ".article_r": "ndrc-navigation", ".footer": "ndrc-footer", ".header": "ndrc-navigation"},
    (), (".article_con",),
)

SAMR: Final = Template(
    "samr", (".Three_xilan_07",), (".Three_xilan_03",),
    {".Three_xilan01_01": "samr-metadata-table", ".Three_xilan_04": "samr-page-info",
     ".header": "samr-navigation", ".footer": "samr-footer"},
)

TRS: Final = Template("trs", (".TRS_Editor", ".TRS_UEDITOR", "#zoom", "#Zoom"), ("h1",))

GENERIC: Final = Template(
    "generic-html", ("body", "html", "[document]"), (),
    {"nav": "html-navigation", "header": "html-navigation", "footer": "html-navigation",
     "aside": "html-navigation", "button": "html-control", "select": "html-control",
     "textarea": "html-control", "noscript": "html-noscript"},
)

TEMPLATES: Final = (CAC_OLDER, CAC, MOJ_LIBRARY, MOJ_NEWS, GOVCN, NDRC, SAMR, TRS, GENERIC)
"""In the order they are tried; the last takes every page."""
