"""Builds the reading site: pages through MkDocs, then the search index, then into place.

Reads a `Library`, ``mkdocs.yml`` and ``site/``; writes ``build/public`` (built beside it and renamed
into place, so a failed build leaves the previous site as it was) and ``build/cache/shadow``.
"""

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kb.errors import KbError
from kb.publish.mkdocs_plugin import RegtrailPlugin
from kb.store.layout import Layout
from kb.store.library import Library


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What was built: where, how many generated pages, how many records in the search index."""

    path: Path
    pages: int
    indexed: int


def build_site(layout: Layout, library: Library, *,
               progress: Callable[[str, int, int], None] | None = None) -> SiteReport:
    """Build the site of a library into ``build/public``.

    Raises:
        KbError: MkDocs or Pagefind refused; the previous site stays.
    """
    aside = layout.build / "public.partial"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        plugin = _run_mkdocs(layout, library, aside, progress)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    _put_in_place(aside, layout.public)
    return SiteReport(layout.public, len(plugin.pages), plugin.indexed)


def _run_mkdocs(layout: Layout, library: Library, aside: Path,
                progress: Callable[[str, int, int], None] | None) -> RegtrailPlugin:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, MkDocsException

    with _quiet() as messages:
        try:
            config = load_config(str(layout.root / "mkdocs.yml"), site_dir=str(aside))
            plugin = config.plugins["regtrail"]
            if not isinstance(plugin, RegtrailPlugin):
                raise KbError("the site's plugin is missing", "mkdocs.yml", "plugins: regtrail",
                              "put the plugin back into mkdocs.yml")
            plugin.use(layout, library, progress)
            build(config)
        except (MkDocsException, Abort) as error:
            raise KbError("the site was not built", "mkdocs.yml",
                          "; ".join(messages) or str(error),
                          "mend what is named, then: kb site") from error
    return plugin


@contextmanager
def _quiet() -> Iterator[list[str]]:
    """Keep MkDocs from printing; collect its warnings."""
    logger, messages = logging.getLogger("mkdocs"), list[str]()

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    handler = Collect(logging.WARNING)
    before = logger.propagate, list(logger.handlers)
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield messages
    finally:
        logger.propagate = before[0]
        logger.handlers[:] = before[1]


def _put_in_place(aside: Path, public: Path) -> None:
    old = public.with_name("public.old")
    shutil.rmtree(old, ignore_errors=True)
    if public.exists():
        public.rename(old)
    aside.rename(public)
    shutil.rmtree(old, ignore_errors=True)
