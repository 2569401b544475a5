"""What a reply is and what it is called, from its first bytes and its headers.

Reads: replies. Writes: nothing. Guarantees: a name is a plain file name, whatever the site sent.
"""

import re
from contextlib import suppress
from typing import Final
from urllib.parse import unquote, urlsplit

from kb.capture.web import Reply

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAGIC: Final = ((b"%PDF-", "application/pdf", "pdf"), (b"PK\x03\x04", DOCX, "docx"),
                (b"\xd0\xcf\x11\xe0", "application/msword", "doc"),
                (b"Rar!", "application/vnd.rar", "rar"), (b"\x89PNG", "image/png", "png"))
EXTENDED: Final = re.compile(r"filename\*\s*=\s*([\w-]+)'[^']*'([^;\s]+)", re.IGNORECASE)
PLAIN: Final = re.compile(r'filename\s*=\s*(?:"([^"]*)"|([^;]+))', re.IGNORECASE)
UNFIT: Final = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]+')
LONGEST: Final = 80


def media_type_of(reply: Reply) -> str:
    """Return what the bytes are; the header decides only among text formats."""
    start = reply.body[:1024].lstrip()
    for magic, media_type, _ in MAGIC:
        if start.startswith(magic):
            return media_type
    said = reply.header("content-type").partition(";")[0].strip().lower()
    if said in ("application/json", "text/json") or start[:1] in (b"{", b"["):
        return "application/json"
    return "text/html" if said in ("", "text/html", "application/xhtml+xml") or b"<" in start[:200] \
        else said


def file_name_of(reply: Reply) -> str:
    """Return a file name for a reply, with the ending of what it is.

    Content-Disposition (RFC 6266; ``filename*`` as RFC 8187) comes before the last part of the path.
    """
    media_type = media_type_of(reply)
    ending = next((end for _, kind, end in MAGIC if kind == media_type),
                  {"text/html": "html", "application/json": "json"}.get(media_type, "bin"))
    stem = _safe(_disposed(reply.header("content-disposition"))
                 or unquote(urlsplit(reply.url).path.rstrip("/").rpartition("/")[2]))
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", stem)
    return f"{stem or 'page'}.{ending}"


def _disposed(header: str) -> str:
    extended = EXTENDED.search(header)
    if extended:
        try:
            return unquote(extended[2], encoding=extended[1], errors="replace")
        except LookupError:
            return unquote(extended[2], errors="replace")
    plain = PLAIN.search(header)
    name = (plain[1] or plain[2] or "").strip() if plain else ""
    with suppress(UnicodeEncodeError, UnicodeDecodeError):  # UTF-8 bytes sent where Latin-1 is due
        name = name.encode("latin-1").decode("utf-8")
    return unquote(name)


def _safe(name: str) -> str:
    last = re.split(r"[/\\]", name)[-1]
    return UNFIT.sub("_", last).strip(". ")[:LONGEST]
