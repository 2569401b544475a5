"""A small index of invented records, for the rules of ranking."""

import sqlite3
from contextlib import contextmanager
from importlib import resources

from kb.model.glossary import Term
from kb.model.synonyms import SynonymGroup
from kb.store.fulltext import fill_index, search
from kb.store.records import Record, handicap
from kb.store.vocabulary import make_vocabulary
from tests.builders import register

GLOSSARY = (Term("灯号", "lamp number"), Term("标识", "label", ("identify",)),
            Term("去标识化", "anonymity"), Term("工作日", "working day"), Term("应当", "shall"))
GROUPS = (SynonymGroup(("extinguish", "put out", "熄灭"), ("douse",), "invented"),)
VOCABULARY = make_vocabulary(GLOSSARY, GROUPS)


def record(place="art_1", *, en="", zh="", state="in force", grade="", context=""):
    """A record of a text, or of a statement where it has a grade."""
    kind = "statement" if grade else "text"
    return Record("lamps@final", place, kind, state, place, zh, en, context,
                  handicap(register().works[0], state, grade))


@contextmanager
def index(*records, vocabulary=VOCABULARY):
    connection = sqlite3.connect(":memory:")
    connection.executescript(resources.files("kb.store").joinpath("schema.sql").read_text())
    fill_index(connection, records, vocabulary)
    yield connection
    connection.close()


def found(query, *records, vocabulary=VOCABULARY):
    """Return the places found, best first."""
    with index(*records, vocabulary=vocabulary) as connection:
        return [hit.place for hit in search(connection, query, 1000).hits]
