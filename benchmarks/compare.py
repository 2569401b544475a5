"""Time the comparison of two statutes beside difflib on the same input.

    python benchmarks/compare.py [--rounds 3]

Statutes are invented: words drawn at random with a fixed seed, articles as long as those of the Civil
Code (1,260) and of the Personal Information Protection Law (74). The second text drops, inserts, moves,
splits and amends articles of the first. Runs alternate, so that a busy machine slows both alike. difflib
compares the same articles as lines and then the changed stretches character by character; it finds
neither moves nor splits, gives no classes and no redline by words.
"""

import argparse
import difflib
import random
import statistics
import time
from collections.abc import Callable

from kb.compare.align import compare_texts
from kb.model.numerals import to_chinese
from kb.model.provision import Kind, Provision
from kb.model.text import Grade, Text

SYLLABLES = ("山川风雨云雪花草木石田舟车灯钟鼓旗帆网渔樵耕读书画"
             "琴棋茶酒米盐布帛金银铜铁桥路井池亭台楼阁门窗")
GOALS = {"civil code": (1260, 5.0), "PIPL": (74, 0.2)}


def articles(count: int, rng: random.Random) -> list[str]:
    words = ["".join(rng.choices(SYLLABLES, k=rng.choice((2, 2, 2, 3, 4)))) for _ in range(2500)]
    weights = [1 / (rank + 8) for rank in range(len(words))]

    def sentence() -> str:
        picked = rng.choices(words, weights, k=rng.randint(9, 22))
        picked.insert(2, rng.choice(("应当", "不得", "可以")))
        picked.insert(7, "的，")
        return "".join(picked) + "。"

    return ["\n".join(sentence() for _ in range(rng.choice((1, 1, 2, 3)))) for _ in range(count)]


def amended(old: list[str], rng: random.Random) -> list[str]:
    """Amend a third, insert and drop a tenth each, move and split a few."""
    fresh = articles(len(old) // 10, rng)
    new: list[str] = []
    for text in old:
        luck = rng.random()
        if luck < 0.1:
            continue
        if luck < 0.2 and fresh:
            new.append(fresh.pop())
        if luck < 0.5:
            at = rng.randrange(len(text) // 2)
            new.append(text[:at] + "或者" + text[at + rng.randint(1, 12):])
        elif luck < 0.55 and "\n" in text:
            new += text.split("\n", 1)
        else:
            new.append(text)
    for _ in range(len(new) // 50):
        new.insert(rng.randrange(len(new)), new.pop(rng.randrange(len(new))))
    return new


def statute(texts: list[str], version: str) -> Text:
    nodes, at = [], 0
    for number, text in enumerate(texts, 1):
        paragraphs, start = [], at
        for n, line in enumerate(text.split("\n"), 1):
            paragraphs.append(Provision(Kind.PARAGRAPH, f"art_{number}__para_{n}", "", str(n), "",
                                        "", line, at, at, at + len(line)))
            at += len(line) + 1
        nodes.append(Provision(Kind.ARTICLE, f"art_{number}", f"第{to_chinese(number)}条",
                               str(number), " ", "", "", start, start, at, tuple(paragraphs)))
    return Text(version, "zh", Grade.REPUBLISHED, "", "zh_statute", "made", "\n".join(texts), (),
                tuple(nodes), (), (), at)


def with_difflib(old: list[str], new: list[str]) -> int:
    lines = difflib.SequenceMatcher(None, old, new, autojunk=False)
    changed = 0
    for tag, i, i_end, j, j_end in lines.get_opcodes():
        if tag == "replace":
            first, second = "\n".join(old[i:i_end]), "\n".join(new[j:j_end])
            matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
            changed += len(matcher.get_opcodes())
    return changed


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the comparison beside difflib.")
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    for name, (count, goal) in GOALS.items():
        rng = random.Random(20260101)
        old = articles(count, rng)
        new = amended(old, rng)
        a, b = statute(old, "bench@a"), statute(new, "bench@b")
        compare_texts(a, b)
        ours, theirs = [], []
        for _ in range(rounds):
            ours.append(seconds(lambda a=a, b=b: compare_texts(a, b)))
            theirs.append(seconds(lambda old=old, new=new: with_difflib(old, new)))
        ratio = statistics.median(x / y for x, y in zip(ours, theirs, strict=True))
        print(f"{name}: {len(old)} and {len(new)} articles, {len(a.canonical):,} and "
              f"{len(b.canonical):,} characters")
        print(f"  compare_texts {min(ours):.3f} s (goal {goal} s)   difflib {min(theirs):.3f} s   "
              f"median ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
