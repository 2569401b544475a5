"""Turns views into HTML with the templates of ``site/templates``.

Everything is escaped; a name a template does not find is an error. Reads templates; writes nothing.
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from kb.publish.addresses import relative
from kb.publish.provision_views import RedlineRun
from kb.publish.views import Run

LANG = {"zh": "zh-Hans", "en": "en"}


@lru_cache(maxsize=4)
def environment(folder: Path) -> Environment:
    """Return the template environment of a folder of templates."""
    made = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True, auto_reload=False)
    made.filters["redline"] = render_redline
    made.filters["lang"] = lambda code: LANG.get(code, code)
    return made


class Renderer:
    """Renders views of one site."""

    def __init__(self, templates: Path) -> None:
        self.environment = environment(templates)

    def body(self, template: str, view: object, page: str) -> str:
        """Return the HTML of a view; links are made relative to the address ``page``."""
        def to(target: str) -> str:
            return relative(page, target)

        def runs(found: Iterable[Run]) -> Markup:
            return render_runs(found, page)

        return self.environment.get_template(template).render(view=view, to=to, runs=runs)


def render_runs(runs: Iterable[Run], page: str) -> Markup:
    """Return runs as HTML: links for references and terms, marks for what is unresolved."""
    return Markup("").join(_run(run, page) for run in runs)


def _run(run: Run, page: str) -> Markup:
    if run.kind == "plain":
        return escape(run.text)
    if run.href:
        return Markup('<a class="{}" href="{}" title="{}">{}</a>').format(
            run.kind, relative(page, run.href), run.note, run.text)
    if run.kind == "define":
        return Markup('<dfn>{}</dfn>').format(run.text)
    return Markup('<span class="{}" title="{}">{}</span>').format(run.kind, run.note, run.text)


def render_redline(runs: Iterable[RedlineRun]) -> Markup:
    """Return a redline as HTML with ``ins`` and ``del``; line breaks are kept."""
    return Markup("").join(_redline(run) for run in runs)


def _redline(run: RedlineRun) -> Markup:
    text = Markup("<br>").join(run.text.split("\n"))
    if run.kind == "keep":
        return text
    tag = "ins" if run.kind == "insert" else "del"
    return Markup("<{}{}>{}</{}>").format(tag, Markup(' class="clerical"') if run.clerical else "",
                                           text, tag)
