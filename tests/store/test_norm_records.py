"""Records of what absent Chinese asks: written, read back, refused when they say something else."""

import pytest

from kb.errors import KbError
from kb.model.norm_record import Asked, NormRecord
from kb.store.layout import Layout
from kb.store.norm_records import load_norm_record, write_norm_record

RECORD = NormRecord("bridges@final-2025", "sha256:0", {
    "art_1__para_1": Asked(("obligation", "obligation"), ("P30WD", "vague")),
    "art_2__para_1__item_1": Asked(("prohibition",))})


@pytest.fixture
def layout(tmp_path):
    (tmp_path / "corpus" / "texts" / "bridges").mkdir(parents=True)
    return Layout(tmp_path)


def test_a_record_reads_back_as_it_was_written(layout):
    write_norm_record(layout, RECORD)
    assert load_norm_record(layout, RECORD.version) == RECORD


def test_without_a_file_there_is_no_record(layout):
    assert load_norm_record(layout, RECORD.version) is None


@pytest.mark.parametrize("text", [
    "renders = ", 'renders = "x"', 'renders = "x"\n[asked]\nart_1 = ""', 'renders = "x"\nasked = 1',
    'renders = "x"\n[asked]\nart_1 = "duty"', 'renders = "x"\n[asked]\nx = "obligation"',
    'renders = "x"\n[asked]\nart_1 = 3'])
def test_a_file_that_says_something_else_is_refused(layout, text):
    layout.norm_record(RECORD.version).write_text(text, encoding="utf-8")
    with pytest.raises(KbError, match="record of norms"):
        load_norm_record(layout, RECORD.version)
