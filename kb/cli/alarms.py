"""The translation alarm for the build: what the quality page tells of each translation, as meta.

Reads texts, what was found in them, the records of what absent Chinese asks, titles and exceptions. One
entry ``alarm:<work@version>`` for each translation that could be compared.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from kb.collate.alarm import TextAlarms, alarms_alone, alarms_of
from kb.collate.collation import Rules
from kb.collate.leaves import Pair
from kb.collate.norms import asked_by
from kb.collate.references import known_titles
from kb.model.analysis import Analysis
from kb.model.text import Text
from kb.model.work import Register
from kb.store.glossary import load_exceptions, load_glossary
from kb.store.layout import Layout
from kb.store.norm_records import load_norm_record

Texts = Mapping[str, Mapping[str, Text]]


def alarm_meta(layout: Layout, register: Register, texts: Texts, analyses: Mapping[str, Analysis]
               ) -> dict[str, str]:
    """Return the alarms of each translation; of one without Chinese and record there are none to tell."""
    keys = [key for key, held in texts.items() if "en" in held]
    terms = load_glossary(layout)
    rules = Rules(terms, known_titles(register, terms), {key: load_exceptions(layout, key) for key in keys})
    found = (one for key in keys for one in _alarms(layout, texts[key], analyses, rules))
    return {f"alarm:{one.version}": json.dumps(asdict(one), ensure_ascii=False) for one in found}


def _alarms(layout: Layout, held: Mapping[str, Text], analyses: Mapping[str, Analysis], rules: Rules
            ) -> Iterator[TextAlarms]:
    text = held["en"]
    english = asked_by(analyses[text.key].norms)
    record = load_norm_record(layout, text.version)
    if "zh" in held:
        chinese = asked_by(analyses[held["zh"].key].norms)
        yield alarms_of(Pair(held["zh"], text), chinese, english, rules)
    elif record is not None:
        count = sum(bool(node.text) for node in text.index().values())
        yield alarms_alone(text.version, count, (record.asked, english), rules.excepted(text.version))
