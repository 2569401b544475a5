"""The fetcher of a run: settings, the sites' policies, the clock."""

import os
import time
from datetime import UTC, datetime
from functools import partial
from random import Random

from kb import __version__
from kb.capture.fetching.client import PoliteFetcher
from kb.capture.fetching.settings import Settings, load_settings
from kb.store.layout import Layout
from kb.store.sites import load_sites, site_of


def now() -> datetime:
    """Return the time in UTC. Only commands ask the clock."""
    return datetime.now(UTC)


def settings_of(layout: Layout) -> Settings:
    """Return the settings of a run.

    Raises:
        FetchRefusedError: no contact is set.
    """
    return load_settings(os.environ, layout.root / "regtrail.toml", __version__)


def fetcher_of(layout: Layout, settings: Settings) -> PoliteFetcher:
    """Return a fetcher that behaves as ``corpus/sites.toml`` says.

    Raises:
        RegisterError: the table of sites cannot be used.
    """
    return PoliteFetcher(settings, partial(site_of, load_sites(layout)), now, time.sleep,
                         Random())  # noqa: S311 - spreads pauses, guards nothing


def archive_info(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Return what the first record of an archive file says of the run that wrote it."""
    return (("software", settings.user_agent.partition(" ")[0]), ("robots", "obey"),
            ("operator", settings.contact), ("http-header-user-agent", settings.user_agent))
