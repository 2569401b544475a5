"""Addresses of the site's pages, relative to its root. They are permanent: never change a form.

``w/<slug>/`` work, ``w/<slug>/<version>/`` reading page with an anchor per provision,
``w/<slug>/<version>/art-17/`` article page, ``w/<slug>/art-17/`` signpost, ``compare/<slug>/<a>--<b>/``.
Every address ends in ``index.html`` so that links also work when the site is opened as files.
"""

from typing import Final
from urllib.parse import urlsplit

INDEX: Final = "index.html"
HOME: Final = INDEX


def work_page(slug: str) -> str:
    """Return the address of a work's page."""
    return f"w/{slug}/{INDEX}"


def version_page(version_key: str) -> str:
    """Return the address of the reading page of ``work@version``."""
    slug, _, version = version_key.partition("@")
    return f"w/{slug}/{version}/{INDEX}"


def provision_anchor(version_key: str, eid: str) -> str:
    """Return the address of a provision on its reading page."""
    return f"{version_page(version_key)}#{eid}"


def eid_slug(eid: str) -> str:
    """Return the path form of an article's eid.

    >>> eid_slug("art_17"), eid_slug("art_120-1"), eid_slug("annex_1__art_3")
    ('art-17', 'art-120-1', 'annex-1-art-3')
    """
    return eid.replace("__", "-").replace("_", "-")


def article_page(version_key: str, eid: str) -> str:
    """Return the address of an article's own page."""
    slug, _, version = version_key.partition("@")
    return f"w/{slug}/{version}/{eid_slug(eid)}/{INDEX}"


def statement_slug(version_key: str, statement: str) -> str:
    """Return the name of a statement's record in the search index; it has no page of its own."""
    slug, _, version = version_key.partition("@")
    return f"s/{slug}/{version}/{statement}/{INDEX}"


def signpost_page(slug: str, eid: str) -> str:
    """Return the address that stands for an article through all versions."""
    return f"w/{slug}/{eid_slug(eid)}/{INDEX}"


def compare_page(slug: str, older: str, newer: str) -> str:
    """Return the address of the comparison of two versions of a work."""
    return f"compare/{slug}/{older}--{newer}/{INDEX}"


def duties_page(slug: str) -> str:
    """Return the address of the duties register of a work."""
    return f"duties/{slug}/{INDEX}"


def public_path(page: str) -> str:
    """Return the address as shown to people and put into citations: without ``index.html``."""
    return page.removesuffix(INDEX)


def relative(page: str, target: str) -> str:
    """Return how a page links to a target, both relative to the root of the site.

    >>> relative("w/x/v1/index.html", "w/x/index.html#versions")
    '../../../w/x/index.html#versions'
    >>> relative("w/x/v1/index.html", "w/x/v1/index.html#art_1")
    '#art_1'
    """
    path, mark, fragment = target.partition("#")
    if path == page and mark:
        return f"#{fragment}"
    return "../" * page.count("/") + target


def external(url: str) -> str:
    """Return a web address, or nothing if it is not plain http(s) and so must not become a link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""
