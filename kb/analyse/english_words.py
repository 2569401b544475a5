"""Words of the English grammar as expressions: verbs and their forms, who is named, adverbials.

Reads: ``data/english.toml``, which holds base forms only. Guarantees: a verb that is a noun as well counts
as a verb only where its object follows.
"""

import re
from functools import cache
from typing import Final

from kb.analyse.lexicon import any_of, words

OBJECT: Final = (r"(?= (?!(?:of|and|or|is|are|by|for|on|shall|may|such|activities|management|systems?"
                 r"|procedures?|plans?|charges?)\b)"
                 r"[\w“\"])")
ACTOR: Final = rf"\b{any_of('english', 'actor')}\b"
PUBLIC: Final = re.compile(rf"\b{any_of('english', 'public')}", re.IGNORECASE)
ADVERB: Final = (
    r"(?:\w+ly(?: and \w+ly)?|also|then|further|first|again|jointly|together|additionally"
    r"|either|both|thus|in addition)")
_ADVERBIAL_HEAD: Final = (
    r"(?:in accordance with|according to|on the basis of|in view of|in light of|in a|in an|in the|within"
    r"|at|by|through"
    r"|under|with|for|on|upon|before|after|from|as|during|in|where|when|if|while|without|to the extent|by"
    r" means of|having|based on"
    r"|together with|in combination with|subject to|except|unless|not less than|over|via|towards|against"
    r"|regarding)\b")
ADVERBIAL: Final = rf"(?:{_ADVERBIAL_HEAD}[^,;:]*)"
"""A stretch without comma that only says when, where or how; it is no verb phrase of its own."""


@cache
def _third(verb: str) -> str:
    if verb == "have":
        return "has"
    if re.search(r"(?:s|x|z|ch|sh|o)$", verb):
        return verb + "es"
    return verb[:-1] + "ies" if re.search(r"[^aeiou]y$", verb) else verb + "s"


@cache
def _past(verb: str) -> str:
    """Return an expression of the past participle made by rule."""
    if verb.endswith("e"):
        return verb + "d"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    doubled = re.search(r"[aeiou][bdglmnprt]$", verb)
    return f"{verb}(?:{verb[-1]})?ed" if doubled else verb + "ed"


@cache
def _ing(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    doubled = re.search(r"[^aeiou][aeiou][bdgmnprt]$", verb)
    return f"{verb}(?:{verb[-1]})?ing" if doubled else verb + "ing"


def _group(forms: list[str]) -> str:
    return "(?:" + "|".join(sorted(set(forms), key=len, reverse=True)) + r")\b"


VERBS: Final = words("english", "verb")
NOUN_VERBS: Final = words("english", "noun_verb")
BARE: Final = (
    rf"(?:{_group(list(VERBS))}(?!-)|{_group(list(NOUN_VERBS))}(?: and"
    rf" {_group(list(VERBS))})?{OBJECT})")
THIRD: Final = (
    rf"(?:{_group([_third(verb) for verb in VERBS])}"
    rf"|{_group([_third(verb) for verb in NOUN_VERBS])}{OBJECT})")
PARTICIPLE: Final = _group([_past(verb) for verb in (*VERBS, *NOUN_VERBS)] + list(words(
    "english", "irregular")))
ING: Final = _group([_ing(verb) for verb in VERBS])
LEAD: Final = (
    rf"(?:(?:{ADVERBIAL}, |{ADVERB},? |in accordance with law(?: and in a timely manner)?,? |in a timely"
    rf" manner "
    r"|(?:within|for|at least) [\w ]{1,30}? (?:days|months|years|hours) (?:(?:from|of) the date of"
    r" [\w ]{1,40}? )?)*)")
"""What may stand between a comma or an operator and its verb."""
PREDICATE: Final = (rf"(?:(?:shall|must|may|need not|ha(?:s|ve) the right)\b|(?:is|are)(?: \w+ly| not|"
                    rf" also)* {PARTICIPLE}"
                    rf"|(?:do|does) not apply|prevails?\b|appl(?:y|ies)\b)")
"""A finite predicate that a controlled English sentence has as its main one, but present tense."""
