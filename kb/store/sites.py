"""The table of official sites, written by hand.

Reads: ``corpus/sites.toml``. Writes: nothing.
Guarantees: no host stands twice, as a site or as another's further host; every site says its reuse
and robots position and when and where that was seen; a site never asked says why, and one that is
asked has a pause of a second or more. All defects are reported at once. The format is described in
``docs/sites.md``.
"""

import re
from typing import Final

from kb.model.site import Site
from kb.store.layout import Layout
from kb.store.register_table import Defect, Table, open_table, refusal

KEYS: Final = ("host", "name", "reuse", "robots", "forbidden", "why", "delay", "http_first", "hosts",
               "evidence_date", "evidence")
HOST: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
LEAST_DELAY: Final = 1.0
REMEDY: Final = "correct the keys named above; docs/sites.md describes them"


def load_sites(layout: Layout) -> tuple[Site, ...]:
    """Return the sites in the order of the file.

    Raises:
        RegisterError: the file is missing, unreadable, or a site says something it must not; one line
            per defect: file, key (indices count from 0), what is wrong, the remedy.
    """
    defects: list[Defect] = []
    table = open_table(layout.sites, layout, defects)
    sites: tuple[Site, ...] = ()
    if table is not None:
        table.refuse_unknown(("site",))
        rows = table.tables("site")
        sites = tuple(_site(row) for row in rows)
        _refuse_repeated(rows, sites)
        if not rows and not defects:
            table.report("site", "names no site", "add one [[site]] per official host")
    if defects:
        raise refusal("the table of sites", defects, REMEDY)
    return sites


def site_of(sites: tuple[Site, ...], host: str) -> Site | None:
    """Return the site a host belongs to, as its own or as one of its further hosts, or None."""
    wanted = host.lower()
    return next((site for site in sites if wanted == site.host or wanted in site.hosts), None)


def _site(table: Table) -> Site:
    table.refuse_unknown(KEYS)
    forbidden, why = table.flag("forbidden"), table.text("why")
    if forbidden and not why:
        table.report("why", "is missing", "say why this site is never asked")
    return Site(
        host=_host(table, "host", table.text("host", required=True)),
        name=table.text("name", required=True), reuse=table.text("reuse", required=True),
        robots=table.text("robots", required=True), forbidden=forbidden, why=why,
        delay=_delay(table, forbidden=forbidden), http_first=table.flag("http_first"),
        hosts=tuple(_host(table, f"hosts[{index}]", name)
                    for index, name in enumerate(table.texts("hosts"))),
        evidence_date=table.day("evidence_date", required=True),
        evidence=table.text("evidence", required=True))


def _host(table: Table, key: str, name: str) -> str:
    if name and not HOST.fullmatch(name):
        table.report(key, f"{name!r} is not the name of a host",
                     "write it in lower case, without http:// and without a path")
    return name


def _delay(table: Table, *, forbidden: bool) -> float:
    value = table.data.get("delay")
    if value is None and forbidden:
        return 0.0
    if isinstance(value, bool) or not isinstance(value, int | float):
        table.report("delay", "is missing" if value is None else "is not a number",
                     "write the pause between two requests in seconds")
        return 0.0
    if value < LEAST_DELAY:
        table.report("delay", f"{value} is no pause", f"write {LEAST_DELAY:g} or more")
    return float(value)


def _refuse_repeated(rows: tuple[Table, ...], sites: tuple[Site, ...]) -> None:
    seen: dict[str, str] = {}
    for row, site in zip(rows, sites, strict=True):
        for host in (site.host, *site.hosts):
            if host in seen:
                row.report("host" if host == site.host else "hosts",
                           f"{host} already belongs to {seen[host]}", "keep it in one place")
            seen.setdefault(host, site.host)
