"""Digests of a text's articles, for pins. Reads a text; writes nothing."""

import hashlib
from collections.abc import Mapping

from kb.model.text import Text, units
from kb.parse.agreement import fold


def article_digests(text: Text) -> Mapping[str, str]:
    """Return the SHA-256 of each article (heading or annex, where a text has no articles) by eid.

    Over the eid and the folded words of every node of the article, so that two sources which
    ``compare_trees`` calls agreeing have one digest.
    """
    found = {}
    for unit in units(text):
        lines = (f"{node.eid}\t{fold(node.heading or node.text)}" for node in unit.walk())
        found[unit.eid] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return found
