"""Whether a norm binds those whom a penal clause names: a bearer's words against the clause's.

Reads: phrases and definitions. Guarantees: a bearer is one of the named only where its words say so:
the same words, the same behind a modifier with 的, a part of a joint phrase, a short name the text
defines. A shorter or longer compound (网络服务提供者, 提供者) is another actor.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from kb.analyse.actors import is_actor, is_authority
from kb.model.analysis import Bearer, Definition, Norm

_AND: Final = re.compile(r"、|和(?!其他)|以及|及其|及(?!其)|或者|与|或(?!者)")
_ASIDE: Final = re.compile(r"（[^（）]*）")
_DETERMINER: Final = re.compile(r"^(?:任何|各类|各|有关|相关|上述|前述|其他)")
_ANYONE: Final = re.compile(
    r"^(?:任何)?(?:单位|组织|个人|法人|公民)(?:(?:、|和|或者|以及)(?:其他)?(?:单位|组织|个人|法人|公民))*$")
_NO_SUBJECT: Final = re.compile(
    r"发现|涉嫌|受到|由于|对于|因(?!特)|^(?:对|向|在|由|经(?!营)|其中|严重)|严重$")
_AGENT: Final = re.compile(r"^(.{2,})(提供|使用|处理|运营|经营|生产|开发|制作|发布|传播|销售)者$")
_LONGEST_SUBJECT: Final = 80
_LONGEST_ACTIVITY: Final = 120  # beyond it no condition is one activity, and the search would be slow
Names = Mapping[str, str]


def short_names(definitions: Iterable[Definition]) -> dict[str, str]:
    """Return the short names of actors a text defines (以下称提供者), with what they are short for."""
    return {definition.term.surface: definition.definiens.surface for definition in definitions
            if definition.rule == "short-form" and is_actor(definition.term.surface)
            and is_actor(definition.definiens.surface)}


def is_subject(phrase: str) -> bool:
    """Tell whether what stands before 违反 only names who breaches.

    >>> is_subject("服务提供者和技术支持者"), is_subject("个人发现经营者")
    (True, False)
    """
    if not phrase or len(phrase) > _LONGEST_SUBJECT or _NO_SUBJECT.search(phrase):
        return False
    return is_actor(phrase) or phrase.endswith(("厂商", "制造商", "供应商", "服务商", "分包商"))


def is_anyone(phrase: str) -> bool:
    """Tell whether a phrase leaves nobody out (任何组织和个人)."""
    return _ANYONE.match(phrase) is not None


def is_private(bearer: Bearer) -> bool:
    """Tell whether a bearer is no public body."""
    return not is_authority(bearer.span.surface)


def names_bearer(subject: str, bearer: str, names: Names) -> bool:
    """Tell whether a bearer is, contains, or is a narrower kind of one of those a clause names.

    >>> names_bearer("灯塔看守者和维修者", "完成备案的灯塔看守者", {})
    True
    >>> names_bearer("看守者", "任何组织和个人", {})
    False
    """
    wanted, held = _forms(subject), _forms(bearer)
    wanted |= {names[form] for form in wanted if form in names}
    held |= {names[form] for form in held if form in names}
    return any(a == b or a.endswith("的" + b) or b.endswith("的" + a) for a in held for b in wanted)


@lru_cache(maxsize=1024)
def _parts(phrase: str) -> tuple[str, ...]:
    parts = _AND.split(_ASIDE.sub("", phrase))
    return tuple(part for part in (_DETERMINER.sub("", part) for part in parts) if part)


def _forms(phrase: str) -> set[str]:
    """Return the parts of a joint phrase, each also with what it may share with its neighbour.

    灯塔看守者和维修者: the second may be 灯塔维修者; 灯塔、灯船看守者: the first may be 灯塔看守者.
    """
    parts = _parts(phrase)
    actors = {part for part in parts if is_actor(part)}
    first = parts[0] if parts and is_actor(parts[0]) else ""
    shared = {first[:end] + part for part in actors - {first} for end in range(2, len(first) - 1)}
    behind = next((part for part in parts if is_actor(part)), "")
    lent = {part + behind[start:] for part in parts if part not in actors
            for start in range(1, len(behind)) if is_actor(behind[start:])}
    return actors | shared | lent | {part for part in parts if part.endswith("商")}


def implies(subject: str, norm: Norm, names: Names) -> bool:
    """Tell whether a norm without bearer binds the named by what they do: 提供灯塔服务，应当….

    The condition must be the activity that gives the named their name, with its full object.
    """
    forms = _forms(subject)
    forms |= {names[form] for form in forms if form in names}
    agents = [match for form in forms if (match := _AGENT.match(form))]
    return any(_activity(agent[2], agent[1]).search(span.surface)
               for agent in agents for span in norm.conditions
               if len(span.surface) <= _LONGEST_ACTIVITY)


@lru_cache(maxsize=1024)
def _activity(verb: str, thing: str) -> re.Pattern[str]:
    also = r"(?:[一-鿿]{2}(?:、|和|或者|以及))*"
    more = r"(?:(?:、|和|或者|以及)[一-鿿]{2})*"
    where = r"(?:在[^，]*?[内中])?(?:向[^，]*?)?"
    return re.compile(rf"^{where}{also}{verb}{more}(?:[^，]*的)?{re.escape(thing)}的?$")
