"""Allies that are said beside a line already named: "only Slovenia below", "Latvia and Lithuania in 2018"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from etl.claims.reading.measures import percent_indicator
from etl.claims.reading.members import Counted
from etl.claims.reading.targets import MULTIPLES, Goal, goal_between, is_round
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import Comparison, ListReading, ValueReading
from etl.claims.reading.work import Work

_OPPOSITE: Mapping[Comparison, Comparison] = {">=": "<", ">": "<="}
_ENDS = frozenset({"", ".", ",", ";", "?", "!"})
_UNDER = set_of("below under beneath lagging missing")
_WITH_A_FIGURE = _ENDS | {"with", "at", "on", "(", "it"}
_JOINING = frozenset({",", "and", "which"})
_OF_ANOTHER = MULTIPLES | {"than", "each"}
_TOGETHER = frozenset({",", "and", "with", "together", "along", "plus", "like"})
_JOINS = set_of(", ; and then with while will is are to in")


def and_others(work: Work, run: Sequence[int]) -> bool:
    """ "Spain, Italy and six others": more than those named."""
    after = work.items[run[-1] + 1 : run[-1] + 5]
    return (
        bool(after)
        and after[0].word in ("and", ",")
        and any(it.value == "others" or it.word in ("others", "more") for it in after)
    )


def add_only_below(
    work: Work, run: Sequence[int], codes: tuple[str, ...], counts: Sequence[tuple[Counted, Goal]]
) -> bool:
    """ "30 at 2% or above, only Slovenia below with 1.61%": no other is below the line counted by."""
    only, below = run[0] - 1, run[-1] + 1
    if only < 0 or "only" not in work.items[only].tags or len(counts) != 1 or counts[0][0].hi > only:
        return False
    counted, goal = counts[0]
    sign = _OPPOSITE.get(goal.comparison)
    under = work.word(below) in _UNDER and work.word(below + 1) in _WITH_A_FIGURE
    if sign is None or not under or counted.subjects != "members":
        return False
    reading = ListReading(goal.indicator, codes, 0, sign, goal.value, True)
    work.used.update((only, below))
    work.add(reading, only, below, *goal.assumptions, anchor=(counted.lo, max(counted.hi, goal.hi)))
    return True


def add_with_others(
    work: Work, run: Sequence[int], codes: tuple[str, ...], counts: Sequence[tuple[Counted, Goal]]
) -> bool:
    """ "Slovakia, together with ten other allies, was at the 2 percent mark": those named are at it too."""
    for counted, goal in counts:
        between = [it.word for it in work.items[run[-1] + 1 : counted.lo]]
        beside = 0 < len(between) < 4 and set(between) <= _TOGETHER
        if counted.subjects != "others" or not beside or goal.lo < counted.hi or len(run) > 1:
            continue
        line = next((k for k in range(goal.lo, goal.hi + 1) if work.items[k].amount), goal.lo)
        amount = work.items[line].amount
        if amount and not is_round(amount.value, amount.decimals):
            return False  # "Slovakia and ten others spent 2.1%": a figure, and no line
        work.used.update((*run, *range(goal.lo, goal.hi + 1)))
        reading = ValueReading(goal.indicator, codes, 0, goal.comparison, goal.value, 0, "percent")
        work.add(reading, run[0], goal.hi, *goal.assumptions, anchor=(counted.lo, goal.hi))
        return True
    return False


def other_of_both(work: Work, k: int, line: int) -> int:
    """The first of two in "Hungary spends 1.96% and Slovakia 1.94%, both below the target", where the second
    is at `k`; -1 where "both" is not said of two."""
    named = work.sentence.where("ally", work.clause(k)[0], k)
    both = any(it.word == "both" for it in work.items[k + 1 : line + 1])
    return named[0] if both and len(named) == 1 else -1


def gets_there(work: Work, lo: int, hi: int) -> int:
    """The verb of "(its date for 2%) has been brought forward: it is now to get there by 2030", which says of
    the one named before that it reaches the line; 0 where it is not so said."""
    verb = next((k for k in work.sentence.where("meet", lo, hi) if work.word(k).endswith(" there")), 0)
    if not verb:
        return 0
    opens = max((k for k in range(lo, verb) if work.word(k) in (":", ",", "and")), default=0)
    said = work.items[opens + 1 : verb]
    own = any(it.word == "it" for it in said) or work.word(opens) == "and"
    return verb if opens and own and all(it.tags & {"filler", "now", "future"} for it in said) else 0


def line_after(work: Work, figure: int, stop: int) -> Goal | None:
    """The target that is said beside a figure to be missed or met: "spent 1.37% and missed the 2% goal",
    "puts 2.02% into it, which is enough for the goal"; None where the figure is not on that side of it."""
    amount, line = work.items[figure].amount, goal_between(work, figure + 1, stop)
    if amount is None or amount.comparison or line is None or is_round(amount.value, amount.decimals):
        return None
    said = work.items[figure + 1 : line.hi + 3]
    joined = any(it.word in _JOINING for it in work.items[figure + 1 : line.lo])
    if not joined or not any("target" in it.tags for it in said) or any(it.tags & _OF_ANOTHER for it in said):
        return None  # "4.12 percent and twice the target", "4.12 percent, against a target of 2"
    below = amount.value < line.value
    indicator, _ = percent_indicator(work, figure)
    sided = (line.comparison == "<" and below) or (line.comparison in (">=", ">") and not below)
    return line if sided and line.indicator == indicator else None


def read_at_it_later(work: Work) -> None:
    """Adds "Romania at 2 percent this year, Latvia and Lithuania in 2018": the line said before, in their
    year."""
    if len(work.sentence.where("claim")) < 2 or not work.sentence.where("ally"):
        return
    for run in _runs(work):
        year = _year_of(work, run)
        draft = max((d for d in work.drafts if d.hi < run[0]), key=lambda d: d.hi, default=None)
        if year < 0 or draft is None or not isinstance(draft.reading, ValueReading):
            continue
        last = draft.reading
        between = [it for it in work.items[draft.hi + 1 : run[0]] if "year" not in it.tags]
        joined = any(it.word in (",", ";", "and") for it in between) and all(
            it.word in _JOINS for it in between
        )
        pledged = any(p.indicator == last.indicator and p.value == last.value for p in work.context.pledges)
        if joined and pledged and last.comparison == ">=":
            for k in run:
                reading = replace(last, subjects=(work.items[k].value,))
                work.add(reading, k, k, *draft.assumptions, dated=year)
            work.used.update((*run, year))


def _runs(work: Work) -> list[list[int]]:
    """The places of allies that nothing is read of, with only a comma or "and" between them."""
    found: list[list[int]] = []
    for k in work.sentence.where("ally"):
        between = work.items[found[-1][-1] + 1 : k] if found else ()
        if found and all(it.word in (",", "and", "&") for it in between):
            found[-1].append(k)
        else:
            found.append([k])
    return [run for run in found if all(work.free(k) for k in run)]


def _year_of(work: Work, run: Sequence[int]) -> int:
    """The item of the year said right after a run that ends there, or before a run that follows; else -1."""
    after = run[-1] + 1
    k = after + 1 if work.word(after) in ("in", "by") else after
    if k < len(work.items) and "claim" in work.items[k].tags:
        return k if work.word(k + 1) in _ENDS else -1
    follows = work.word(after) == "follow" or (
        "future" in work.items[min(after, len(work.items) - 1)].tags and work.word(after + 1) == "follow"
    )
    first = run[0] - 1
    return first if follows and first > 0 and "claim" in work.items[first].tags else -1
