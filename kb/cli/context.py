"""What commands share: the checkout, the date, the two consoles, a problem as data."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

import typer
from rich.console import Console

from kb.model.problem import Problem
from kb.store.layout import Layout, find_root

NOTICE: Final = "Not legal advice. The Chinese text governs."


class Format(StrEnum):
    """How data comes out."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Context:
    """The shared options of one call."""

    root: Path | None = None
    debug: bool = False

    @property
    def layout(self) -> Layout:
        """The checkout to work on."""
        return find_root((self.root or Path.cwd()).resolve())


def context_of(ctx: typer.Context) -> Context:
    """Return the shared options of a call."""
    found = ctx.find_object(Context)
    return found if found is not None else Context()


class ResultConsole(Console):
    """A console that leaves a reader who stopped reading (``| head``) to the command."""

    def on_broken_pipe(self) -> None:
        """Pass the error on; the base class would end the program as failed."""
        raise BrokenPipeError


def out() -> Console:
    """Return the console for results; long lines are left to the reader's terminal."""
    return ResultConsole(highlight=False, soft_wrap=True)


def err() -> Console:
    """Return the console for progress and remarks, apart from the results."""
    return Console(stderr=True, highlight=False)


def today() -> date:
    """Return today's date. Only commands ask the clock; everything below takes a date."""
    return datetime.now(UTC).date()


def parse_day(value: str | None) -> date | None:
    """Read ``--as-of``.

    Raises:
        typer.BadParameter: it is not a date.
    """
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        message = f"{value!r} is not a date; write it as 2026-11-23"
        raise typer.BadParameter(message) from error


def problem_data(problem: Problem) -> dict[str, str]:
    """Return a problem as plain data."""
    return {"code": problem.code, "severity": str(problem.severity), "where": problem.where,
            "message": problem.message, "remedy": problem.remedy}
