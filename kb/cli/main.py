"""The command ``kb``: mounts one file per command and turns errors into words."""

import os
import sys
import traceback
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from typer.core import TyperGroup

from kb import __version__
from kb.cli.context import Context
from kb.errors import KbError

DEFECT: Final = 70
COMMANDS: Final = ("build", "site", "show", "history", "search", "diff", "analyse", "check", "align",
                   "capture", "watch", "add", "pins", "sources", "override")
"""One module of ``kb.cli`` each, in the order of the help."""


class Commands(TyperGroup):
    """The commands, each imported when it is asked for: some bring a fetcher or every reader of files."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - typer's own context
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401 - typer's own types
        """Return a command, or None; then all are here, so that one of a similar name can be suggested."""
        for name in (cmd_name,) if cmd_name in COMMANDS else COMMANDS:
            if name not in self.commands:
                self.add_command(_command(name), name)
        return super().get_command(ctx, cmd_name)


def _command(name: str) -> Any:  # noqa: ANN401 - typer's own type
    """Import a command; its module has a function of its name, or an ``app`` of several."""
    module = import_module(f"kb.cli.{name}")
    own = getattr(module, "app", None)
    if own is None:
        own = typer.Typer(add_completion=False, rich_markup_mode="markdown")
        own.command(name)(getattr(module, name))
    return typer.main.get_command(own)


app = typer.Typer(
    name="kb", cls=Commands, no_args_is_help=True, add_completion=False, rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help="Regtrail: Chinese AI, data and platform rules, clause by clause. "
         "Not legal advice; the Chinese text governs.",
    epilog="Exit codes: 0 done · 1 a check failed or a citation does not exist · 2 wrong command "
           "line · 3 something new (watch) · 4 input refused, nothing changed · 5 not built yet · "
           "70 a defect in this program.")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kb {__version__}")
        raise typer.Exit


@app.callback()
def options(
    ctx: typer.Context,
    root: Annotated[Path | None, typer.Option(
        help="The checkout to work on (default: the one this folder is in).")] = None,
    debug: Annotated[bool, typer.Option(
        "--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[bool, typer.Option(
        "--version", callback=_print_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Take the options that every command shares."""
    del version
    ctx.obj = Context(root=root, debug=debug)


def run(arguments: list[str] | None = None) -> None:
    """Run the command and exit with its documented code; a person sees words, not a traceback."""
    words = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in words
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal that lacks Chinese shows \\u7b2c for 第
            stream.reconfigure(errors="backslashreplace")
    try:
        app(words)
    except KbError as error:
        sys.exit(_say(error, debug=debug))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing is left to flush
        sys.exit(0)
    except OSError as error:
        sys.exit(_say(_refused_by_the_system(error), debug=debug))
    except Exception as error:  # noqa: BLE001 - the last resort must catch everything
        sys.exit(_defect(error, debug=debug))


def _say(error: KbError, *, debug: bool) -> int:
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for label, value in error.lines():
        console.print(f"[bold]{label:>7}[/bold]  ", end="")
        console.print(value, markup=False)
    if debug:
        traceback.print_exc()
    return error.exit_code


def _refused_by_the_system(error: OSError) -> KbError:
    return KbError("a file or folder cannot be read or written", str(error.filename or "output"),
                   error.strerror or str(error),
                   "check that it exists, its permissions and the space left, then try again")


def _defect(error: Exception, *, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    shown = KbError("this program has a defect", type(error).__name__, str(error),
                    "run again with --debug and report what it prints; nothing that was built changed")
    _say(shown, debug=False)
    return DEFECT


if __name__ == "__main__":
    run()
