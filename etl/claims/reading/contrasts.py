"""What is said not to be so beside what is: "but not Spain", "not 4% but 4.5%", "nearly reached 2%"."""

from __future__ import annotations

from collections.abc import Iterator

from etl.claims.reading.guards import DENIED
from etl.claims.reading.misread import Doubt, Finder
from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import Work

CONTRASTED = "This is named as a contrast; what is said is not said of it."
NOT_THIS = "This is what the figure is said not to be."
ALMOST = "How near this is to a target is not judged; what is spent can be asked for."
ASKS_WHY = "This asks why; whether it is so can be asked."
BOTH = "This is of two lines at once; ask for each by itself."
WHAT_LINE = "This says which line it is; who is at it is not said here."
OF_AN_AVERAGE = "This is the average that another figure is compared with."

_BEFORE = frozenset({",", "but", "and", "though", "although", "yet", "(", "if"})
_AFTER = frozenset({",", ".", "?", "!", ";", ")", "that", "who", "and", "or", "", "has", "is", "was"})
_JOINS = frozenset({"and", "or", "nor", ",", "the"})
_ALMOST = set_of("nearly almost practically virtually narrowly") | {"all but"}
_MULTIPLES = frozenset({"double", "triple", "quadruple", "halve"})
_MAKES_UP = frozenset(
    {
        "accounts for",
        "account for",
        "accounted for",
        "makes up",
        "make up",
        "made up",
        "pays",
        "pay",
        "provides",
        "provide",
        "responsible for",
        "responsible",
    }
)
_LINES = frozenset({"level", "mark", "line", "goal", "target", "threshold", "benchmark"})
_SAID_OF_A_LINE = frozenset({"that", "which", "all", "every", "nato", "allies", "members", "they"})
_WHY = frozenset({"why"})
_COMPARED = frozenset({"more", "less", "bound"})


def contrasts(work: Work) -> Iterator[Doubt]:
    """The stretches of a sentence that are named only to say what is not so."""
    if work.sentence.has("not") or work.sentence.has("allbut"):
        for find in _DENIALS:
            yield from find(work)
    yield from _almost(work)
    yield from _only_while(work)
    yield from _close_to(work)
    yield from _than_an_average(work)
    yield from _level_that(work)


def _not_these(work: Work) -> Iterator[Doubt]:
    """ "Poland and Greece, but not Spain, meet 2%", "it is Poland and not Germany that ..."."""
    for i in work.sentence.where("not", 1):
        k = i + 2 if work.word(i + 1) == "the" else i + 1
        if work.items[i].word != "not" or work.word(i - 1) not in _BEFORE:
            continue
        last = k
        while last < len(work.items) and ("ally" in work.items[last].tags or work.word(last) in _JOINS):
            last += 1
        while last > k and "ally" not in work.items[last - 1].tags:
            last -= 1
        after = work.items[last] if last < len(work.items) else None
        verb = after is not None and bool(after.tags & {"spend", "meet", "miss", "lead", "lag"})
        own = work.sentence.has("amount", last, last + 2)  # "and not Italy (1.49%)"
        if last > k and not own and (verb or work.word(last) in _AFTER):
            yield k, last, CONTRASTED


def _not_even_that(work: Work) -> Iterator[Doubt]:
    """ "Had been paying 2%, and most weren't paying even that"."""
    even = [k for k, it in enumerate(work.items) if it.word == "even" and work.word(k + 1) == "that"]
    for k in even:
        if work.sentence.has("not", k - 5, k):
            yield (*work.clause(k), NOT_THIS)


def _level_that(work: Work) -> Iterator[Doubt]:
    """ "Was above 3.5%, the level that all allies are to reach by 2035": what the line is."""
    for i in [k for k, it in enumerate(work.items[:-1]) if k > 1 and it.word in _LINES]:
        after = work.items[i + 1]
        apposed = work.word(i - 1) in ("the", "a") and work.word(i - 2) == ","
        said = after.word in _SAID_OF_A_LINE or "member" in after.tags
        if apposed and said and not work.sentence.has("only", i, i + 4):
            yield i, next(iter(work.sentence.where(",", i)), work.clause(i)[1]), WHAT_LINE


def _not_so_much(work: Work) -> Iterator[Doubt]:
    """ "Rose 1%, not 3%", "spends not 4% but 4.5%": what a figure is said not to be."""
    for i in work.sentence.where("not"):
        k = i + 2 if work.word(i + 1) == "by" else i + 1
        figure = work.items[k].amount if k < len(work.items) else None
        if figure is None or work.items[i].word != "not" or figure.comparison:
            continue
        if figure.kind == "plain":
            if work.word(i - 1) == "and" and "plain" in work.items[max(0, i - 2)].tags:
                yield k, k + 1, NOT_THIS  # "22 and not 23 allies"
            continue
        _, hi = work.clause(i)
        beside = [j for j in work.sentence.where("amount", k + 1, k + 5) if work.word(j - 1) in ("but", "by")]
        before = max(work.sentence.where("amount", 0, i), default=-1)
        comma = work.word(i - 1) == "," and before >= 0 and not work.sentence.has("ally", before, i)
        if beside or (comma and not work.sentence.has("ally", k, hi)):
            yield i, k + 1, NOT_THIS


def _no_such_change(work: Work) -> Iterator[Doubt]:
    """ "Did not grow by 5%", "did not double": a change that was not."""
    for i in work.sentence.where("not"):
        after = range(i + 1, min(i + 4, len(work.items)))
        moves = [k for k in after if work.items[k].tags & {"up", "down"}]
        multiples = any(work.items[k].tags & _MULTIPLES for k in after)
        if multiples or (moves and work.sentence.has("amount", moves[0], moves[0] + 8)):
            yield i, work.clause(i)[1], DENIED


def _no_such_part(work: Work) -> Iterator[Doubt]:
    """ "No longer accounts for 70% of NATO spending": a part that it is not."""
    for i in work.sentence.where("not"):
        k = next(
            iter(
                (
                    *work.sentence.where("percent", i + 1, i + 6),
                    *work.sentence.where("fraction", i + 1, i + 6),
                )
            ),
            0,
        )
        makes = k and any(it.word in _MAKES_UP for it in work.items[i + 1 : k])
        if makes:
            yield k, k + 1, DENIED


def _only_while(work: Work) -> Iterator[Doubt]:
    """ "Only Spain misses 2% while meeting the equipment guideline": of two lines at once."""
    for i in work.sentence.where("only"):
        k = next((k for k in range(i + 1, len(work.items) - 1) if work.word(k) == "while"), 0)
        if k and work.word(k + 1).endswith("ing") and work.items[k + 1].tags & {"meet", "miss"}:
            yield 0, len(work.items), BOTH


def _asks_why(work: Work) -> Iterator[Doubt]:
    """ "Why hasn't Canada reached 2% yet?": takes for granted that it has not."""
    if work.word(0) in _WHY and work.sentence.has("not", 1, 3):
        yield 0, len(work.items), ASKS_WHY


def _almost(work: Work) -> Iterator[Doubt]:
    """ "Italy nearly reached 2%", "all but met the target"."""
    for i in work.sentence.where("meet", 1):
        before = work.items[i - 1]
        if before.word in _ALMOST or "allbut" in before.tags:
            _, hi = work.clause(i)
            yield i - 1, next(iter(work.sentence.where(",", i, hi)), hi), ALMOST


def _close_to(work: Work) -> Iterator[Doubt]:
    """ "Came close to spending 2%"."""
    for i in work.sentence.where("spend", 1):
        before = " ".join(it.word for it in work.items[max(0, i - 2) : i])
        if (
            work.word(i).endswith("ing")
            and before.endswith("close to")
            and work.sentence.has("amount", i, i + 3)
        ):
            yield i, work.clause(i)[1], ALMOST


def _than_an_average(work: Work) -> Iterator[Doubt]:
    """ "Less than the average of 2.27%", "exceeded the average of 2.76%"."""
    for i in work.sentence.where("average", 1):
        k = i + 2 if work.word(i + 1) == "of" else i + 1
        compared = any(
            it.tags & _COMPARED or "meet" in it.tags or it.word.endswith(" than")
            for it in work.items[max(0, i - 3) : i]
        )
        if compared and work.sentence.has("percent", k, k + 1):
            yield k, k + 1, OF_AN_AVERAGE


_DENIALS: tuple[Finder, ...] = (
    _not_even_that,
    _not_these,
    _not_so_much,
    _no_such_change,
    _no_such_part,
    _asks_why,
)
