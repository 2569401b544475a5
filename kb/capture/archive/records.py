"""One exchange as WARC records.

Reads: exchanges. Writes: a stream handed in. Guarantees: records follow WARC 1.1 (ISO 28500:2017); the
heads and bodies stand in them byte for byte as they went over the wire, but for the name of a
``Transfer-Encoding`` header: the payload is kept with that coding undone, so the header is renamed to
``X-Archive-Orig-Transfer-Encoding``, as other archives do.
"""

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, BinaryIO, Final

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from kb.capture.web import Exchange

ALGORITHM: Final = "sha256"
NOT_MODIFIED: Final = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
CODED: Final = re.compile(rb"(?im)^(?=transfer-encoding[ \t]*:)")


class Writer(WARCWriter):  # type: ignore[misc]
    """Writes WARC 1.1 with SHA-256 digests, dated by the time it is given."""

    def __init__(self, stream: BinaryIO, at: datetime) -> None:
        super().__init__(stream, gzip=True, warc_version="1.1")
        self._at = at
        self._info_id = ""

    def curr_warc_date(self) -> str:
        """Return the time of this writer."""
        return warc_date(self._at)

    @staticmethod
    def _create_digester() -> Any:  # noqa: ANN401 - warcio has no types
        return Digester(ALGORITHM)

    def write_info(self, file_name: str, info: dict[str, str]) -> None:
        """Write the record that describes the file; it comes first."""
        record = self.create_warcinfo_record(file_name, info)
        self._info_id = record.rec_headers.get_header("WARC-Record-ID")
        self.write_record(record)

    def write_exchange(self, exchange: Exchange) -> None:
        """Write request and response, or a revisit where the site said that nothing changed."""
        response = self._response(exchange)
        request = self._http_record("request", exchange, exchange.request_head, exchange.request_body)
        request.rec_headers.add_header("WARC-Concurrent-To",
                                       response.rec_headers.get_header("WARC-Record-ID"))
        self.write_record(response)
        self.write_record(request)

    def _response(self, exchange: Exchange) -> ArcWarcRecord:
        head = CODED.sub(b"X-Archive-Orig-", exchange.response_head)
        if _status(exchange) != 304:
            return self._http_record("response", exchange, head, exchange.payload)
        record = self._http_record("revisit", exchange, head, b"")
        record.rec_headers.add_header("WARC-Profile", NOT_MODIFIED)
        record.rec_headers.add_header("WARC-Refers-To-Target-URI", exchange.url)
        return record

    def _http_record(self, kind: str, exchange: Exchange, head: bytes, body: bytes) -> ArcWarcRecord:
        headers = {"WARC-Date": warc_date(exchange.at)}
        if exchange.address:
            headers["WARC-IP-Address"] = exchange.address
        if self._info_id:
            headers["WARC-Warcinfo-ID"] = self._info_id
        return self.create_warc_record(
            exchange.url, kind, payload=BytesIO(body), length=len(body), http_headers=RawHead(head),
            warc_headers_dict=headers)


class RawHead(StatusAndHeaders):  # type: ignore[misc]
    """Start line and headers that are written as they were received, whatever is in them."""

    def __init__(self, head: bytes) -> None:
        super().__init__(head.split(b"\r\n")[0].decode("latin-1"), [])
        self._raw = head + b"\r\n\r\n"

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """Set the bytes to be written; nothing is filtered."""
        del header_filter
        self.headers_buff = self._raw


def warc_date(at: datetime) -> str:
    """Return a time as WARC 1.1 writes it: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _status(exchange: Exchange) -> int:
    found = re.match(rb"HTTP/\S+ (\d{3})", exchange.response_head)
    return int(found[1]) if found else 0
