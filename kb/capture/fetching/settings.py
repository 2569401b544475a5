"""Who we say we are, and the bounds of every request.

Reads: the environment given and ``regtrail.toml`` in the checkout. Writes nothing. Guarantees: no
settings exist without a contact, so that a site's keeper can always reach whoever runs this.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from kb.capture.web import FetchRefusedError

VARIABLE: Final = "REGTRAIL_CONTACT"
AGENT: Final = "Regtrail"
PURPOSE: Final = "clause tracker for Chinese AI, data and platform rules"
HOW_TO_SET: Final = (f"set {VARIABLE} to an e-mail or https address of yours, or write contact = \"…\" "
                     "into regtrail.toml at the top of the checkout")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@(?P<host>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
_HTTPS = re.compile(r"https://[A-Za-z0-9._~/%?&=#+@:-]+")
_PLACEHOLDERS = re.compile(r"(?:^|\.)example(?:\.(?:com|net|org))?$", re.IGNORECASE)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Settings:
    """The bounds of fetching; times in seconds, sizes in bytes.

    ``deadline`` bounds one request from connecting to the last byte. ``patience`` is the longest
    Retry-After that is waited for; a longer one ends the attempt. ``allow_private`` and ``resolve``
    (host to address, port and scheme of a stand-in) are for tests; no command and no file sets them.

    Raises:
        FetchRefusedError: the contact is missing, no address, or the placeholder of an example.
    """

    contact: str
    version: str = "dev"
    connect_timeout: float = 15.0
    read_timeout: float = 30.0
    deadline: float = 180.0
    cap: int = 64 * 1024 * 1024
    retries: int = 3
    backoff: float = 4.0
    patience: float = 300.0
    allow_private: bool = False
    resolve: Mapping[str, tuple[str, int, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a contact that reaches nobody."""
        _check_contact(self.contact)

    @property
    def user_agent(self) -> str:
        """What every request says we are."""
        contact = self.contact if self.contact.startswith("https:") else f"mailto:{self.contact}"
        return f"{AGENT}/{self.version} ({PURPOSE}; +{contact})"


def load_settings(environ: Mapping[str, str], file: Path, version: str) -> Settings:
    """Return the settings of a run: the contact from the environment, else from ``file``.

    Raises:
        FetchRefusedError: no contact is set, or what is set is none.
    """
    return Settings(environ.get(VARIABLE, "").strip() or _contact_of(file), version)


def _contact_of(file: Path) -> str:
    if not file.is_file():
        return ""
    try:
        held = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise FetchRefusedError("the settings file cannot be read", file.name, str(error),
                                HOW_TO_SET) from error
    unknown = sorted(set(held) - {"contact"})
    if unknown or not isinstance(held.get("contact", ""), str):
        raise FetchRefusedError("the settings file holds something else than a contact", file.name,
                                f"found {', '.join(unknown) or 'a contact that is no string'}",
                                "keep the one line contact = \"…\" in it")
    return str(held.get("contact", "")).strip()


def _check_contact(contact: str) -> None:
    where = f"{VARIABLE} or regtrail.toml"
    if not contact:
        raise FetchRefusedError(
            "no contact is set, so nothing is fetched", where,
            "a site must be able to reach whoever asks it for pages; there is no default", HOW_TO_SET)
    email = _EMAIL.fullmatch(contact)
    link = _HTTPS.fullmatch(contact)
    host = email["host"] if email else (urlsplit(contact).hostname or "") if link else ""
    if len(contact) > _LONGEST or "." not in host:
        raise FetchRefusedError("the contact is neither an e-mail nor an https address", where,
                                f"it reads {contact[:_LONGEST]!r}", HOW_TO_SET)
    if _PLACEHOLDERS.search(host):
        raise FetchRefusedError("the contact is the placeholder of an example", where,
                                f"nobody is reached at {host}", HOW_TO_SET)
