"""Where a redirect may lead, and what is asked there.

Reads and writes nothing. Guarantees: a redirect stays within the site or the hosts listed for it, never
goes from https back to http (except for sites declared to answer only by http), and never carries a form,
a condition or a referer over to another host.
"""

from dataclasses import replace
from urllib.parse import urljoin

from kb.capture.fetching.addresses import Target, parse_target
from kb.capture.fetching.exchange import Answer
from kb.capture.web import Ask, FetchRefusedError
from kb.model.site import Site


def follow(ask: Ask, target: Target, answer: Answer, site: Site) -> tuple[Ask, Target]:
    """Return what to ask next, after a redirect from ``target``.

    307 and 308 send a form again, the others ask by GET (RFC 9110, 15.4).

    Raises:
        FetchRefusedError: the redirect leads where we do not go.
    """
    url = answer.header("location")
    try:
        url = urljoin(target.url, url)
        led = parse_target(url)
    except FetchRefusedError as error:
        raise _refusal(target, url, error.why) from error
    except ValueError as error:
        raise _refusal(target, url, f"it is no address: {error}") from error
    if led.host != target.host and led.host not in {site.host, *site.hosts}:
        raise _refusal(target, url, f"{led.host} is no host of {site.name} in corpus/sites.toml")
    if (target.scheme, led.scheme) == ("https", "http") and not site.http_first:
        raise _refusal(target, url, "it goes from https back to http")
    keeps_form = answer.status in {307, 308} and led.host == target.host
    if answer.status in {307, 308} and ask.form and not keeps_form:
        raise _refusal(target, url, "it would send our form to another host")
    moved = replace(ask, url=led.url, form=ask.form if keeps_form else ())
    if led.host != target.host:
        moved = replace(moved, referer="", etag="", modified="")
    return moved, led


def _refusal(target: Target, url: str, why: str) -> FetchRefusedError:
    return FetchRefusedError("a redirect is not followed", f"{target.url} -> {url[:200]}", why,
                             "look at it in a browser; if the page has moved, correct the register")
