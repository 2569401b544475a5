"""The thin MkDocs plugin: hands MkDocs ready-made pages, assets and the search index.

Reads a library (given by `kb.publish.site.build_site`, or ``build/kb.sqlite`` when a person runs
``mkdocs build``), ``site/templates`` and ``site/assets``. No Markdown is converted but for the few
pages written by hand in ``site/pages``.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, cast

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from kb.publish.addresses import relative
from kb.publish.pages import HOME, Site
from kb.publish.render import Renderer
from kb.publish.search_index import build_index
from kb.publish.shelf import make_shelf
from kb.publish.views import Page
from kb.store.layout import Layout, find_root
from kb.store.library import Library
from kb.store.vocabulary import load_vocabulary

Progress = Callable[[str, int, int], None]
MENU: Final = (("Works", "w/index.html", "w"), ("Compare", "compare/index.html", "compare"),
               ("Duties", "duties/index.html", "duties"),
               ("Definitions", "definitions/index.html", "definitions"),
               ("Timeline", "timeline/index.html", "timeline"),
               ("Search", "search/index.html", "search"), ("Quality", "quality/index.html", "quality"),
               ("About", "about/index.html", "about"))


class NoOptions(Config):  # type: ignore[no-untyped-call]
    """The plugin has no options of its own."""


class RegtrailPlugin(BasePlugin[NoOptions]):  # type: ignore[no-untyped-call]
    """Gives MkDocs the generated pages."""

    def __init__(self) -> None:
        self.layout: Layout | None = None
        self.library: Library | None = None
        self.progress: Progress | None = None
        self.pages: dict[str, Page] = {}
        self.indexed = 0
        self.site: Site | None = None

    def use(self, layout: Layout, library: Library, progress: Progress | None) -> None:
        """Take the library to publish instead of reading the built file."""
        self.layout, self.library, self.progress = layout, library, progress

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Find the library, and keep out MkDocs' sitemap, which would carry today's date."""
        if self.layout is None:
            self.layout = find_root(Path(config.config_file_path).parent)
        if self.library is None:
            from kb.store.database import read_library
            self.library = read_library(self.layout)
        config.theme.static_templates.discard("sitemap.xml")
        self.site = Site(make_shelf(self.library), Renderer(self.layout.site / "templates"))
        return config

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Add a file for every generated page and every asset."""
        assert self.site, "on_config came first"
        assert self.layout, "on_config came first"
        for count, page in enumerate(self.site.pages(), 1):
            source = page.address.removesuffix(".html") + ".md"
            self.pages[source] = page
            files.append(File.generated(config, source, content="",
                                        inclusion=InclusionLevel.NOT_IN_NAV))
            self._tell("pages", count, None)
        for asset in sorted((self.layout.site / "assets").iterdir()):
            if asset.is_file():
                files.append(File.generated(config, f"assets/{asset.name}",
                                            abs_src_path=str(asset)))
        return files

    def on_page_read_source(self, /, *, page: MkDocsPage, config: MkDocsConfig) -> str | None:  # noqa: ARG002
        """Generated pages have no Markdown source."""
        return "" if page.file.src_uri in self.pages else None

    def on_page_content(self, html: str, /, *, page: MkDocsPage, **_: object) -> str:
        """Hand over the ready HTML of a generated page."""
        made = self.pages.get(page.file.src_uri)
        return made.body if made else html

    def on_page_context(self, context: TemplateContext, /, *, page: MkDocsPage,
                        **_: object) -> TemplateContext:
        """Tell the theme what stands around the page's body."""
        assert self.library, "on_config came first"
        address = page.file.dest_uri
        made = self.pages.get(page.file.src_uri) or Page(
            address, str(page.title), str(page.title), "", "written", address.split("/")[0], (HOME,))
        cast("dict[str, Any]", context).update(
            made=made, menu=MENU, as_of=self.library.as_of.isoformat(),
            cut_off=self.library.register.cut_off.isoformat(),
            to=lambda target: relative(address, target))
        self._tell("mkdocs", 1, len(self.pages))
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Make the search index in the built site."""
        assert self.site, "on_config came first"
        assert self.layout, "on_config came first"
        folders = (self.layout.cache / "shadow", Path(config.site_dir))
        self.indexed = build_index(self.site.shelf, load_vocabulary(self.layout), self.site.renderer,
                                   folders, self.progress)

    def _tell(self, step: str, done: int, total: int | None) -> None:
        if self.progress:
            self.progress(step, done, total or done)
