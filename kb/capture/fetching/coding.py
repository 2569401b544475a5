"""Undo the content coding of an answer, within a bound (RFC 9110, 8.4.1).

Reads and writes nothing. Guarantees: never more than the bound is unpacked (decompression bombs); a
stream that ends early, has a wrong check sum or is followed by something else is a failure, so that half a
page never passes for a page.
"""

import zlib
from typing import Final

from kb.capture.fetching.setback import SetbackError

ACCEPTED: Final = "gzip, deflate"
_GZIP, _ZLIB, _RAW = 31, 15, -15
_CHUNK: Final = 256 * 1024


def decode(payload: bytes, coding: str, limit: int) -> bytes:
    """Return the body behind a Content-Encoding.

    Raises:
        SetbackError: the coding is none that we asked for, the payload is broken, or more than ``limit``
            bytes would come out.
    """
    name = coding.strip().lower()
    if name in {"", "identity"}:
        return payload
    if name not in {"gzip", "x-gzip", "deflate"}:
        raise SetbackError("the page came in a coding that was not asked for",
                           f"Content-Encoding is {coding!r}, asked for was {ACCEPTED}",
                           "nothing was kept; try later, and report the address if it stays so")
    if not payload:
        return b""
    try:
        return _unpack(payload, _bits(payload, name), limit)
    except zlib.error as error:
        raise _broken(name, str(error)) from error


def _bits(payload: bytes, name: str) -> int:
    """Return zlib's window bits. Many servers send raw deflate where the standard says zlib."""
    if name != "deflate":
        return _GZIP
    has_zlib_head = len(payload) > 1 and payload[0] & 15 == 8 and (payload[0] * 256 + payload[1]) % 31 == 0
    return _ZLIB if has_zlib_head else _RAW


def _unpack(payload: bytes, bits: int, limit: int) -> bytes:
    out = bytearray()
    rest = payload
    while rest:
        rest = _unpack_member(rest, bits, limit, out)
        if rest and (bits != _GZIP or not rest.startswith(b"\x1f\x8b")):
            raise _broken("gzip" if bits == _GZIP else "deflate", f"{len(rest)} bytes follow its end")
    return bytes(out)


def _unpack_member(data: bytes, bits: int, limit: int, out: bytearray) -> bytes:
    unpacker = zlib.decompressobj(bits)
    while not unpacker.eof:
        piece = unpacker.decompress(data, _CHUNK)
        out += piece
        if len(out) > limit:
            raise too_large(limit, "unpacked")
        data = unpacker.unconsumed_tail
        if not data and not piece and not unpacker.eof:
            raise _broken("gzip" if bits == _GZIP else "deflate", "it ends early")
    return unpacker.unused_data


def too_large(limit: int, how: str) -> SetbackError:
    """Return the failure of a body above its bound; ``how`` says whether as received or unpacked."""
    return SetbackError("the page is larger than accepted", f"more than {limit:,} bytes {how}",
                        "nothing was kept; look at the address in a browser, it may be no page at all")


def _broken(name: str, why: str) -> SetbackError:
    return SetbackError(f"the page's {name} coding is broken", why,
                        "nothing was kept; try later, and report the address if it stays so")
