"""What an answer's status means: a page, a way on, a wait, or the end.

Reads and writes nothing.
"""

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from kb.capture.fetching.exchange import Answer
from kb.capture.fetching.setback import SetbackError

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
CHALLENGES: Final = frozenset({412, 521})
BUSY: Final = frozenset({429, 502, 503, 504})
_NEXT_DAY: Final = "leave the host alone for today; look at it in a browser before asking again"


def check_status(answer: Answer, *, conditional: bool, now: datetime) -> None:
    """Let pass what is a page, a redirect or an awaited 304.

    Of the 2xx only 200 and 203 bring a page; a part (206), a promise (202) or nothing (204) is none.

    Raises:
        SetbackError: anything else; 403 and challenges stop the host.
    """
    status = answer.status
    if status in REDIRECTS and answer.header("location"):
        return
    if status == 304 and conditional:
        return
    if status in {200, 203}:
        return
    raise _setback(answer, conditional=conditional, now=now)


def _setback(answer: Answer, *, conditional: bool, now: datetime) -> SetbackError:
    status = answer.status
    if status in BUSY:
        wait = retry_after(answer.header("retry-after"), now)
        why = f"it answered {status}" + (f" and asks to wait {wait:,.0f} s" if wait else "")
        return SetbackError("the site is busy", why, "try again later", again=True,
                            stops=status == 429, wait=wait, status=status)
    if status == 403:
        return SetbackError("the site refuses us", "it answered 403 (forbidden)",
                            "nothing more is asked of this host in this run; " + _NEXT_DAY,
                            stops=True, status=status)
    if is_challenge(answer, conditional=conditional):
        return SetbackError("the site answered with a challenge for browsers instead of the page",
                            f"status {status} with a script to be run; we do not run it",
                            "take the page from another official site that carries it, or save it by "
                            "hand and import the file; nothing more is asked of this host in this run",
                            stops=True, status=status)
    if status in {404, 410}:
        return SetbackError("the page is not there", f"the site answered {status}",
                            "look for its new address on the site's list, and correct the register",
                            status=status)
    return SetbackError("the site did not give the page", f"it answered {status}",
                        "look at the address in a browser; try again later", status=status)


def is_challenge(answer: Answer, *, conditional: bool = False) -> bool:
    """Tell whether a status is one that the known gate keepers send with their script.

    521 is Knownsec's (cookie ``__jsl_clearance``); 412 to a request without condition is used alike.
    """
    cookies = answer.header("set-cookie")
    return (answer.status in CHALLENGES and not (answer.status == 412 and conditional)) or (
        answer.status != 200 and "__jsl_clearance" in cookies)


def retry_after(value: str, now: datetime) -> float:
    """Return the seconds that a Retry-After asks for, by number or by date; 0 where it says nothing.

    A date is counted from ``now`` (zone-aware); one that has passed asks for nothing (RFC 9110, 10.2.3).
    """
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return float(max(0, math.ceil((aware - now).total_seconds())))
