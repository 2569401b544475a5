"""Checks on an offered file before a byte of it is believed.

Reads: the offered file. Writes: nothing.
Guarantees: a file that passes is a regular file, inside its folder where it has one, of a size that
can be held in memory, and of the digest and size that its bearer claimed.
"""

import stat
from pathlib import Path
from typing import Final

from kb.capture.offer import Offer
from kb.errors import InputRefusedError
from kb.store.captures import EXTENSIONS, digest

MAX_BYTES: Final = 50 * 1024 * 1024
"""More than a hundred times the longest text of the register (the Civil Code as HTML)."""


def located(offer: Offer) -> Path:
    """Return the offered file's real path.

    Raises:
        InputRefusedError: it is missing, unreadable, no regular file, or outside its folder.
    """
    try:
        real = offer.path.resolve(strict=True)
        mode = real.stat().st_mode
    except (OSError, RuntimeError, ValueError) as error:
        raise InputRefusedError("a file cannot be found or opened", offer.entry, str(error),
                                "check the path and its permissions") from error
    if offer.inside is not None and not real.is_relative_to(offer.inside.resolve()):
        raise InputRefusedError("a file lies outside the folder of captures", offer.entry,
                                "its path or a link in it leads out of the folder",
                                "copy the file into the folder and name it there")
    if not stat.S_ISREG(mode):
        raise InputRefusedError("this is not a file", offer.entry,
                                "a folder, device or pipe cannot be captured", "name a file")
    return real


def checked_bytes(offer: Offer) -> bytes:
    """Return the offered bytes once place, size, type and digest are in order.

    The size is checked before the file is read.

    Raises:
        InputRefusedError: any of these is not as it must be.
    """
    real = located(offer) if offer.data is None else None
    if offer.media_type not in EXTENSIONS:
        raise InputRefusedError("a file of a kind that cannot be read", offer.entry,
                                f"its media type is {offer.media_type!r}",
                                "use html, docx, pdf, txt or md")
    if real is None:
        return _fetched_bytes(offer)
    _check_size(offer, real.stat().st_size)
    try:
        data = real.read_bytes()
    except OSError as error:
        raise InputRefusedError("a file cannot be read", offer.entry, str(error),
                                "check its permissions") from error
    if offer.sha256 and digest(data) != offer.sha256.lower():
        raise InputRefusedError("a file is not the one that is listed", offer.entry,
                                f"its SHA-256 begins {digest(data)[:12]}, "
                                f"the list says {offer.sha256[:12]}",
                                "get the file again, or correct the list if the file is right")
    return data


def _fetched_bytes(offer: Offer) -> bytes:
    data = offer.data or b""
    for page in (data, *offer.more):
        _check_size(offer, len(page))
    return data


def _check_size(offer: Offer, size: int) -> None:
    if size == 0:
        raise InputRefusedError("the file is empty", offer.entry, "it holds 0 bytes",
                                "get the page or file again")
    if size > MAX_BYTES:
        raise InputRefusedError("the file is too large", offer.entry,
                                f"{size:,} bytes; at most {MAX_BYTES:,} are read",
                                "give the page or document itself, without media or archives")
    if offer.bytes is not None and size != offer.bytes:
        raise InputRefusedError("a file is not of the size that is listed", offer.entry,
                                f"it holds {size:,} bytes, the list says {offer.bytes:,}",
                                "get the file again, or correct the list if the file is right")
