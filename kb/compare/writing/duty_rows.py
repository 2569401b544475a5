"""What changed in duties, as lines for the written forms.

Reads a ``Report``; writes lines of words, empty where nothing was computed.
"""

from kb.compare.writing.report import Report


def duty_rows(report: Report) -> tuple[str, ...]:
    """Return the lines of the duty delta, most weighty first."""
    return report.duties
