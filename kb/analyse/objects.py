"""What an action consists of: how it is done, to what, and which performances are enough.

Reads: the words of an action alone. Returns: offsets into them. Guarantees: an object is given only where
the verb before it is known (``data/verbs.toml``) and everything before the verb is an adverb or a
prepositional phrase whose end is seen; otherwise it stays open.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from kb.analyse.actors import actor_at_start
from kb.analyse.lexicon import any_of

Place = tuple[int, int]
OPEN: Final = "open"
_PREPOSITION: Final = re.compile(
    r"(?:将|把|对(?!接|外提供|抗)|向(?!社会公布)|为(?!了|首)|与|同(?!意|时)|会同|在|以(?!及)|通过|利用|根据|按照"
    r"|依照|依据|依托|基于|针对|结合|采用|采取|运用|使用|参照|从(?!事)|由|经(?!营)|因|凭|于|就|本着|遵循)")
_CLOSED: Final = frozenset({"以", "通过", "利用", "根据", "按照", "依照", "依据", "依托", "基于", "针对",
                            "结合", "采用", "采取", "运用", "使用", "参照", "本着", "遵循", "凭"})
_IS_VERB_TOO: Final = frozenset({"通过", "利用", "采用", "采取", "运用", "使用", "依托", "结合", "参照",
                                 "遵循"})
_AND: Final = r"(?:、|和|或者|以及|及|与|或|并)"
_NO_VERB: Final = r"(?![者方的式]|商(?!品|业|务|标)|人(?!工|员|民|脸|体|类|身)|机构|单位|部门|主体|平台)"
_TITLE: Final = re.compile(r"《[^》]*》|（[^）]*）")
_TITLED: Final = re.compile("〇+")
_MEASURE: Final = re.compile(
    r"[一二三四五六七八九十百两半0-9]+(?:个)?(?:年|月|日|小时|个工作日|工作日)(?:以上)?$")
_LISTED: Final = re.compile(r"等[^，]*(?:内容|信息|活动|行为|情形|措施)$")
_RELATIVE: Final = re.compile(
    r"[^，。；]*?的[^，；]*?(?:进行|开展|实施|采取|予以|给予|承担|加以|作出|提供|实行|建立|制定|履行|负责)")
_SERVES: Final = re.compile(
    r"提供|创造|办理|出具|开展|缴纳|购买|设立|建立|配备|营造|设置|支付|制定|保守|投保|配置|开设|提出|开通")
_SPARED: Final = re.compile(r"免遭|免受|不受|向上向善|不被")
_ALTERNATIVE: Final = re.compile(r"[，；](?:或者|或)")
_NOMINAL: Final = re.compile(
    r"(?:.*的(?:其他)?|其他)[^的，]*(?:行为|活动|情形|协议|职责|义务|事项|方式|内容|信息|措施|工作|权利|规定|要求)$")
_JOINED: Final = re.compile(r"，(?:并(?!且)|且|同时|以及|包括|其中|还|也)")
_TAIL: Final = re.compile(r"[，。；：\s]+$")


@dataclass(slots=True)
class Parts:
    """An action taken apart: places in its words. ``rule`` is ``open`` where the object is not decided."""

    object: Place | None = None
    manner: list[Place] = field(default_factory=list)
    alternatives: list[Place] = field(default_factory=list)
    verb: str = ""
    rule: str = OPEN
    obliques: list[tuple[str, int, int]] = field(default_factory=list)


@cache
def _verb() -> re.Pattern[str]:
    one = f"(?:{any_of('verbs', 'verb')}){_NO_VERB}"
    return re.compile(rf"{one}(?:{_AND}{one})*了?")


@cache
def _word(key: str, behind: str = "") -> re.Pattern[str]:
    return re.compile(any_of("verbs", key) + behind)


@cache
def _closing() -> re.Pattern[str]:
    """The last word of a phrase of manner with what may follow it: a comma, an adverb, a verb."""
    follows = rf"(?=，|、?(?:{any_of('verbs', 'adverb')}|{any_of('verbs', 'verb')}|向|对|为|在|将|与))"
    return re.compile(any_of("verbs", "closer") + r"(?:等)?(?:，)?" + follows)


@cache
def _locating() -> re.Pattern[str]:
    follows = rf"(?=，|(?:{any_of('verbs', 'adverb')}|{any_of('verbs', 'verb')}|向|对|为|以|按照|将|与))"
    return re.compile(any_of("verbs", "place") + r"(?:，)?" + follows)


def read_action(action: str) -> Parts:
    """Take an action apart.

    >>> parts = read_action("依法向用户提供便捷的选项")
    >>> "依法向用户提供便捷的选项"[slice(*parts.object)], parts.verb
    ('便捷的选项', '提供')
    """
    parts = Parts()
    end = len(_TAIL.sub("", action))
    action = _TITLE.sub(lambda match: "〇" * len(match[0]), action)  # titles hold verbs of their own
    if _ALTERNATIVE.search(action):
        parts.alternatives = _alternatives(action, end)
    start = _adverbials(parts, action)
    if start is None:
        return parts
    match = _verb().match(action, start)
    if match is None:
        if not parts.obliques and _NOMINAL.match(action[start:end]):
            parts.object, parts.rule = (start, end), "object:nominal"
        return parts
    _read_object(parts, action, (match.start(), match.end()), end)
    if parts.alternatives:
        parts.object, parts.rule = None, "object:alternatives"
    return parts


def _alternatives(action: str, end: int) -> list[Place]:
    places, begin = [], 0
    for match in _ALTERNATIVE.finditer(action, 0, end):
        places.append((begin, match.start()))
        begin = match.end()
    return [*places, (begin, end)]


def _adverbials(parts: Parts, action: str) -> int | None:
    """Pass over what stands before the main verb; None where its end cannot be told."""
    at = 0
    while at < len(action):
        if action[at] in "，、" and at:
            at += 1
            continue
        adverb = _word("adverb").match(action, at)
        if adverb and _leads_on(action, adverb.end()):
            parts.manner += [adverb.span()] if adverb[0] != "不" else []
            at = adverb.end()
            continue
        head = _PREPOSITION.match(action, at)
        if head is None:
            return at
        stop = _oblique(action, head)
        if stop is None:
            return at if head[0] in _IS_VERB_TOO else None
        content = len(action[:stop].rstrip("，"))
        if head[0] in _CLOSED:
            parts.manner.append((at, content))
        else:
            parts.obliques.append((head[0], head.end(), content))
        at = stop
    return None


def _leads_on(action: str, at: int) -> bool:
    """Tell whether a verb, an adverb or a preposition follows: then what stands before is an adverb."""
    return any(pattern.match(action, at) for pattern in (_verb(), _word("adverb"), _PREPOSITION))


def _oblique(action: str, head: re.Match[str]) -> int | None:
    """Return where a prepositional phrase ends and the next word of the action begins, or None."""
    titled = _TITLED.match(action, head.end())
    if titled and _leads_on(action, titled.end()):
        return titled.end()
    if head[0] in _CLOSED or head[0] == "在":
        closing = _closing() if head[0] in _CLOSED else _locating()
        match = closing.search(action, head.end())
        while match and _followed_by_noun(action, match.end()):
            match = closing.search(action, match.start() + 1)
        if match:
            return match.end()
        if head[0] in ("遵循", "采取", "在", "以"):
            return None
    if head[0] == "为":
        match = _SERVES.search(action, head.end() + 1)
        return match.start() if match else None
    begin = max(head.end() + actor_at_start(action[head.end():]), head.end() + 1)
    strong = _next_verb(action, begin, _word("strong"))
    return strong if strong is not None else _next_verb(action, begin, _verb())


def _followed_by_noun(action: str, at: int) -> bool:
    """Tell whether what seems to be the main verb only stands in a relative clause: …技术提供的服务."""
    match = _verb().match(action, at)
    if match is None:
        return False
    if match.end() >= len(action) or action[match.end()] == "的":
        return True
    strong = _word("strong").fullmatch(match[0]) is not None
    return not strong and _word("noun").match(action, match.end()) is not None


def _next_verb(action: str, begin: int, verb: re.Pattern[str]) -> int | None:
    """Return the first place of a verb, or of an adverb before one, that is in no relative clause."""
    for at in range(begin, len(action) - 1):
        if at > begin and action[at - 1] in "的、所":
            continue
        adverb = _word("adverb").match(action, at)
        place = adverb.end() if adverb else at
        match = verb.match(action, place)
        if match is None:
            if (adverb or action[at] in "以按在") and _closed_phrase(action, place):
                return at
        elif action[match.end():match.end() + 1] not in ("的", "者", "方") and not (
                _RELATIVE.match(action, match.end())):
            return at
    return None


def _closed_phrase(action: str, at: int) -> bool:
    head = _PREPOSITION.match(action, at)
    return head is not None and (head[0] in _CLOSED or head[0] == "在") and (
        _oblique(action, head) is not None)


def _read_object(parts: Parts, action: str, verb: Place, end: int) -> None:
    """Set the object behind a verb, or the one that stands before it with 对 or 将."""
    start, stop = verb
    parts.verb = action[start:stop]
    while (match := _chained(action, start, stop, end)) is not None:
        parts.verb, start, stop = match[0], match.start(), match.end()
    rest_end = _object_end(action, stop, end)
    fronted = next(((begin, to) for head, begin, to in reversed(parts.obliques) if head in "对将把"), None)
    moved = any(head in "将把" for head, _, _ in parts.obliques)
    if fronted and (stop >= rest_end or moved or _word("light").fullmatch(parts.verb)):
        parts.object, parts.rule = fronted, "object:fronted"
    elif stop >= rest_end or _MEASURE.match(action[stop:rest_end]) or (
            _word("light").fullmatch(parts.verb) and _bare(action[stop:rest_end])):
        parts.rule = "object:none"
    elif action.startswith(("或", "与"), stop):
        parts.rule = OPEN
    elif _word("directed").fullmatch(parts.verb) and (length := actor_at_start(action[stop:rest_end])):
        parts.object, parts.rule = (stop, stop + length), "object:directed"
    else:
        parts.object, parts.rule = (stop, rest_end), "object:behind-verb"


def _bare(words: str) -> bool:
    """Tell whether a light verb only carries another verb: 予以说明, 进行整改."""
    match = _verb().match(words)
    return match is not None and match.end() == len(words)


def _chained(action: str, start: int, stop: int, end: int) -> re.Match[str] | None:
    """Return the verb that really governs the object behind one such as 停止 or 规范."""
    first = _word("chain_first").fullmatch(action, start, stop)
    if first is None:
        return None
    match = _word("chain_second").match(action, stop)
    whole = _verb().match(action, stop) if match else None
    if whole is None or whole.end() >= end - 1 or action[whole.end()] in "的、和及工制机管体方措":
        return None
    return whole


def _object_end(action: str, start: int, end: int) -> int:
    """Return where an object ends: before 免遭…, and before a clause that adds something."""
    listed = _LISTED.search(action[start:end]) is not None
    stops: list[int] = [match.start() for pattern in (_SPARED, *(() if listed else (_JOINED,)))
             if (match := pattern.search(action, start + 1, end))]
    if not listed:
        stops += [start + match.start() for match in re.finditer("，", action[start:end])
                  if _verb().match(action, start + match.end())]
    return min(stops, default=end)
