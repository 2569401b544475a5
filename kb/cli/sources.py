"""``kb sources``: the official sites, how we behave there, and what our adapters were tried on."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated
from urllib.parse import urlsplit

import typer

from kb.capture.sites.adapter import Adapter
from kb.capture.sites.registry import ADAPTERS, PROOFS
from kb.cli.context import Format, context_of, out
from kb.model.site import Site
from kb.model.work import Register
from kb.store.register import load_register
from kb.store.sites import load_sites, site_of

NOT_PROVEN = "not proven on a real page"
NEVER_LIVE = "No adapter was proven on a live site; a stored page is one that others once received."


def sources(
    ctx: typer.Context,
    format_: Annotated[Format, typer.Option("--format", help="How it comes out.")] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """List the official sites: reuse, robots, politeness, evidence, and what their adapters were tried on.

    Nothing is asked of any site.
    """
    layout = context_of(ctx).layout
    sites, register = load_sites(layout), load_register(layout)
    addresses = Counter(registered_hosts(register))
    rows = [_as_data(site, addresses) for site in sites]
    others = {host: count for host, count in sorted(addresses.items()) if site_of(sites, host) is None}
    if as_json or format_ is Format.JSON:
        typer.echo(json.dumps({"sites": rows, "addresses_without_site": others, "note": NEVER_LIVE},
                              ensure_ascii=False, indent=1))
    else:
        _print(rows, others)


def registered_hosts(register: Register) -> Iterable[str]:
    """Yield the host of every address in the register, once per address."""
    for work in register.works:
        held = [one for version in work.versions for one in version.addresses]
        held += [one for document in work.documents for one in document.addresses]
        yield from (urlsplit(one.url).hostname or "" for one in held)


def proof_words(adapter: Adapter | None) -> str:
    """Return what an adapter was tried on, in words."""
    if adapter is None:
        return "none"
    proofs = PROOFS.get(adapter.host, ())
    if not proofs:
        return f"{NOT_PROVEN}; tried on invented pages"
    outcomes = Counter(proof.outcome for proof in proofs)
    found = ", ".join(f"{outcome} {count}" for outcome, count in outcomes.most_common())
    return f"tried on {len(proofs)} stored real page{'s' if len(proofs) > 1 else ''} ({found}), not live"


def _as_data(site: Site, addresses: Mapping[str, int]) -> dict[str, object]:
    adapter = None if site.forbidden else next(
        (one for one in ADAPTERS if one.host == site.host), None)
    lists = adapter.lists() if adapter else ()
    return {
        "host": site.host, "name": site.name, "asked": not site.forbidden, "why_not": site.why,
        "hosts": list(site.hosts), "delay_seconds": site.delay, "http_first": site.http_first,
        "reuse": site.reuse, "robots": site.robots, "evidence_date": site.evidence_date,
        "evidence": site.evidence, "adapter": proof_words(adapter),
        "proofs": [one.page for one in PROOFS.get(adapter.host, ())] if adapter else [],
        "lists": [{"id": one.id, "section": one.section, "consultations": one.consultations,
                   "gap": one.gap, "proof": NOT_PROVEN} for one in lists],
        "registered_addresses": sum(addresses.get(host, 0) for host in (site.host, *site.hosts))}


def _print(rows: list[dict[str, object]], others: Mapping[str, int]) -> None:
    console = out()
    for row in rows:
        console.print(f"{row['host']}  {row['name']}", style="bold", markup=False)
        for label, words in _lines(row):
            console.print(f"  {label:<10}{words}", markup=False)
    if others:
        named = ", ".join(f"{host} ({count})" for host, count in others.items())
        console.print(f"Registered addresses on hosts that are not asked: {named}", markup=False)
    console.print(NEVER_LIVE)


def _lines(row: Mapping[str, object]) -> Iterable[tuple[str, object]]:
    manner = "http first, then https; " if row["http_first"] else ""
    yield ("asked", f"{manner}one request at a time, {row['delay_seconds']:g} seconds apart"
           if row["asked"] else f"never. {row['why_not']}")
    yield "reuse", row["reuse"]
    yield "robots", row["robots"]
    yield "evidence", f"{row['evidence_date']}: {row['evidence']}"
    yield "adapter", row["adapter"]
    lists = row["lists"]
    if isinstance(lists, list) and lists:
        yield "lists", f"{', '.join(one['section'] for one in lists)} ({NOT_PROVEN})"
    yield "register", f"addresses registered: {row['registered_addresses']}"
