"""A captured file and what is known of where it came from."""

from dataclasses import dataclass
from datetime import date

from kb.model.text import Grade


@dataclass(frozen=True, slots=True)
class Manifestation:
    """One file as received (FRBR: manifestation).

    ``version`` is ``work@version``. ``official_url`` is the address of the authority's page, if any;
    ``via`` is who handed the bytes on (empty when we fetched them), ``via_path`` where they keep it.
    ``received`` is the day we got the file; ``retrieved`` is when the page was fetched from the
    authority, None where nobody recorded it. ``note`` is the collector's remark, not ours.
    ``partial`` files are kept but never chosen as the text of a version. ``layout`` says what the
    file's line breaks are worth: ``lines``, ``wrapped``, ``flat``, ``spaced`` (empty: not read).
    ``more`` are the digests of the following pages, in order, where the document is several; each is
    kept as a file of the same media type. ``warc`` is the archive file, relative to ``captures/``,
    that holds the exchange by which we fetched it (empty: not fetched by us); its name begins with
    the time in UTC.
    """

    version: str
    sha256: str
    bytes: int
    media_type: str
    file_name: str
    stored_as: str
    grade: Grade
    official_url: str = ""
    via: str = ""
    via_path: str = ""
    received: date | None = None
    retrieved: date | None = None
    note: str = ""
    partial: bool = False
    defects: tuple[str, ...] = ()
    layout: str = ""
    more: tuple[str, ...] = ()
    warc: str = ""

    @property
    def pages(self) -> tuple[str, ...]:
        """The digests of all pages, the first included."""
        return (self.sha256, *self.more)
