"""``kb site``: build what is not up to date, render the site, and serve it on this machine."""

from typing import Annotated

import typer

from kb.cli.context import context_of, out, parse_day, today
from kb.cli.progress import steps
from kb.store.building import alone
from kb.store.cache import code_digest, digest_of, digest_of_files
from kb.store.database import read_library, read_meta
from kb.store.layout import Layout


def site(
    ctx: typer.Context,
    serve: Annotated[bool, typer.Option("--serve", help="Serve the site on this machine.")] = False,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to serve on.")] = 8000,
    as_of: Annotated[str | None, typer.Option(
        "--as-of", metavar="DATE", help="The day every status refers to (default: today).")] = None,
) -> None:
    """Build the reading site into build/public; with --serve also show it on 127.0.0.1."""
    layout = context_of(ctx).layout
    rendered = build_site_if_needed(layout, as_of)
    console = out()
    console.print(f"{'built' if rendered else 'up to date'}: "
                  f"{layout.public.relative_to(layout.root)}")
    if serve:
        from kb.cli.serving import serve_folder
        serve_folder(layout.public, port)
    else:
        console.print("To read it:   .venv/bin/kb site --serve   then open http://127.0.0.1:8000/")
        console.print("Or open build/public/index.html as a file (search then needs --serve).")


def build_site_if_needed(layout: Layout, as_of: str | None) -> bool:
    """Build library and site; return whether the site had to be rendered."""
    from kb.cli.pipeline import build_library  # brings every reader of files with it

    with alone(layout), steps() as progress:
        build_library(layout, parse_day(as_of) or today(), progress)
        fingerprint = site_fingerprint(layout)
        stamp = layout.build / "site.fingerprint"
        if layout.public.is_dir() and stamp.is_file() and stamp.read_text() == fingerprint:
            return False
        from kb.publish.site import build_site
        stamp.unlink(missing_ok=True)
        build_site(layout, read_library(layout), progress=progress)
        stamp.write_text(fingerprint)
    return True


def site_fingerprint(layout: Layout) -> str:
    """Return the digest of everything the rendered site depends on."""
    files = [path for path in layout.site.rglob("*") if path.is_file()]
    return digest_of(read_meta(layout).get("fingerprint", ""), code_digest("publish", "graph", "store"),
                     digest_of_files([*files, layout.root / "mkdocs.yml"], layout.root))
