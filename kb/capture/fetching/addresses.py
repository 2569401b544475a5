"""Which addresses may be asked: http and https, usual ports, public machines only.

Reads: the name service. Writes nothing. Guarantees: a target that passed has a plain host name, no
credentials, and path and query byte for byte as given (the sites' own queries break when they are
encoded anew); the machine connected to is one of those checked, see :mod:`kb.capture.fetching.connection`.
"""

import ipaddress
import re
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from kb.capture.web import FetchRefusedError

DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\]")
_AS_GIVEN = "".join(chr(code) for code in range(0x21, 0x7f))
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LONGEST = 4096

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Target:
    """One address that may be asked. ``path`` is path and query as they go into the request line."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host, with the port where it is not the usual one of the scheme."""
        usual = DEFAULT_PORTS[self.scheme] == self.port
        return self.host if usual else f"{self.host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme and authority: what a robots file speaks for (RFC 9309, 2.3)."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The address, without fragment."""
        return self.origin + self.path


def parse_target(url: str) -> Target:
    """Return the target that an address names.

    Raises:
        FetchRefusedError: it is not one that may be asked.
    """
    text = url.strip()
    if not text or len(text) > _LONGEST or _UNSAFE.search(text):
        raise _refusal(url, "it is empty, too long, or holds a control character or a backslash")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise _refusal(url, str(error)) from error
    if parts.scheme not in DEFAULT_PORTS:
        raise _refusal(url, f"only http and https are fetched, not {parts.scheme or 'a bare name'}")
    if "@" in parts.netloc:
        raise _refusal(url, "it carries a user name or password")
    host = _checked_host(url, parts.hostname or "")
    port = port if port is not None else DEFAULT_PORTS[parts.scheme]
    if port not in DEFAULT_PORTS.values():
        raise _refusal(url, f"port {port} is neither 80 nor 443")
    path = (parts.path or "/") + (f"?{parts.query}" if "?" in text.partition("#")[0] else "")
    return Target(parts.scheme, host, port, _checked_path(url, path))


def why_not_public(address: str) -> str:
    """Return why an IP address may not be asked, or the empty string where it may.

    An IPv6 address that wraps an IPv4 one (mapped, 6to4, Teredo, NAT64) is judged by what it wraps.
    """
    try:
        inner = _unwrapped(ipaddress.ip_address(address.partition("%")[0]))
    except ValueError:
        return "it is no IP address"
    kinds = (("is_loopback", "this machine itself"), ("is_link_local", "a link-local address"),
             ("is_multicast", "a multicast address"), ("is_site_local", "a private address"),
             ("is_private", "a private address"), ("is_reserved", "a reserved address"))
    found = next((name for test, name in kinds if getattr(inner, test, False)), "")
    if not found and not inner.is_global:
        return "not a public address"
    return found


def public_addresses(host: str, port: int, *, allow_private: bool = False) -> tuple[str, ...]:
    """Look a host up and return its addresses, all of them public.

    ``allow_private`` is for tests.

    Raises:
        FetchRefusedError: one of them is not.
        OSError: the name service does not know the host or does not answer.
    """
    found = look_up(host, port)
    for address in found:
        reason = why_not_public(address)
        if reason and not allow_private:
            raise FetchRefusedError(
                "the host leads to a machine that must not be asked", host,
                f"the name service gives {address}, {reason}",
                "check the address; on a network that answers names itself, use another resolver")
    return found


def look_up(host: str, port: int) -> tuple[str, ...]:
    """Return the addresses of a host, each once, in the order of the name service."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(row[4][0]) for row in rows))


def _unwrapped(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1] or address


def _checked_host(url: str, host: str) -> str:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        if not _HOST.fullmatch(host):
            raise _refusal(url, f"{host or 'nothing'} is not the name of a public host") from None
        return host
    reason = why_not_public(host)
    if reason:
        raise _refusal(url, f"{host} is {reason}")
    raise _refusal(url, f"{host} is a bare IP address, no site")


def _checked_path(url: str, path: str) -> str:
    if any(unquote(part) in {".", ".."} for part in path.partition("?")[0].split("/")):
        raise _refusal(url, "its path climbs with . or ..")
    return quote(path, safe=_AS_GIVEN)


def _refusal(url: str, why: str) -> FetchRefusedError:
    return FetchRefusedError("the address may not be fetched", url[:200], why,
                             "give the page's public http or https address")
