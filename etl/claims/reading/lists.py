"""Which allies: "only the US, the UK and Greece spent 2% or more", "Germany and France both missed 2%"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from etl.claims.reading.denials import is_neither, is_not_reached
from etl.claims.reading.members import Counted
from etl.claims.reading.numbers import Amount
from etl.claims.reading.only import (
    among_of,
    apart_from,
    beside_others,
    beside_others_after,
    is_only,
    of_another_set,
    only_ones,
    only_ones_before,
    says_also,
)
from etl.claims.reading.others import (
    add_only_below,
    add_with_others,
    and_others,
    gets_there,
    line_after,
    other_of_both,
)
from etl.claims.reading.own_figures import all_beyond, is_a_plan_of_all, own_figure
from etl.claims.reading.owners import speaker
from etl.claims.reading.targets import Goal, goal_between, is_round
from etl.claims.reading.those import past_what_takes_up
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import Comparison, ListReading, ValueReading
from etl.claims.reading.work import NEARLY_ALL, SEPARATORS, Work
from etl.model.indicators import REAL_CHANGE

_AMONG = frozenset({"among them", "among these"})
_HELPERS = frozenset({"did", "do", "does", "have", "has", "had", "will", "would", "are", "is", "were", "was"})
_EACH = frozenset({"both", "all", "each"})
_NOBODY = frozenset({"nobody", "no one"})
_SETS = ("member", "group", "aggregate")
_BEFORE_A_VERB = frozenset(
    {"filler", "future", "not", "now", "year", "percent", "relative", "gdp", "target", "bound", "aggregate"}
)
_BARELY = set_of("just so barely narrowly scarcely") | {"only just"}
_APART_FROM = frozenset({"behind", "after", "unlike"})
_WHAT_MOVES = set_of("its their his her the budget budgets")
_LONG = set_of("long once formerly previously hitherto")
_ENDS = frozenset({".", ",", ";", "?", "!", ")"})
_NEITHER: Mapping[Comparison, Comparison] = {"<": ">=", "<=": ">"}
"""What "neither" makes of a line that is not reached; of any other it makes "below"."""
_WHICH = frozenset({"which", "who", "whose"})
_JOINING = (SEPARATORS - {"of", "in", "'s"}) | {";", "with", "at", "on", '"'}


def runs(work: Work) -> list[list[int]]:
    """The places of allies that are named together, figures in brackets between them passed over."""
    found: list[list[int]] = []
    for i in work.sentence.where("ally"):
        if not work.free(i):
            continue
        if found and _joined(work, found[-1][-1], i):
            found[-1].append(i)
        else:
            found.append([i])
    return found


def _joined(work: Work, a: int, b: int) -> bool:
    between = work.items[a + 1 : b]
    if a == 1 and work.word(0) in _APART_FROM and work.word(a + 1) == ",":
        return False  # "Behind Germany, Italy is far from the target"
    if any(it.word == ";" for it in between) and not any(it.amount for it in between):
        return False
    if b - a > 3 and work.items[b - 1].word == "," and _is_an_aside(work, a, b):
        return True
    return all(
        it.word in _JOINING
        or it.tags & {"bound", "relative", "gdp", "year", "lead", "lag", "history"}
        or (it.amount is not None and (it.amount.kind in ("percent", "money") or it.amount.decimals > 0))
        for it in between
    )


def _is_an_aside(work: Work, a: int, b: int) -> bool:
    """ "Britain and, ahead of everybody else with 3.76, Greece": what is said between commas of the last."""
    after = a + 4 if work.word(a + 1) == "(" and work.word(a + 3) == ")" else a + 1  # past "(2.10)"
    after += work.word(after) == ","
    opens = after + 1
    joined = work.word(after) == "and" and work.word(opens) == ","
    said = work.items[opens + 1 : b - 1]
    other = any(
        it.tags & {"meet", "miss", "spend", "not", "target", "break", "member", "contrast"} for it in said
    )
    return joined and len(said) < 10 and not other and not any(it.word in (",", ";") for it in said)


def read_lists(work: Work, counts: Sequence[tuple[Counted, Goal]]) -> None:
    """Adds the lists of allies at a target, and single allies that meet or miss one."""
    if who := speaker(work):
        for i in work.sentence.where("we"):
            if _says_of_itself(work, i):
                _add_own_target(work, [i], (who,))
    for run in runs(work):
        codes = tuple(dict.fromkeys(work.items[i].value for i in run))
        found = _count_of(work, run, len(codes), counts)
        if found:
            _add_counted(work, run, codes, *found)
        elif not (
            _add_denied(work, run, codes)
            or _add_only_change(work, run, codes)
            or add_only_below(work, run, codes, counts)
            or add_with_others(work, run, codes, counts)
        ):
            _add_own_target(work, run, codes)


def _add_counted(
    work: Work, run: Sequence[int], codes: tuple[str, ...], counted: Counted, goal: Goal
) -> None:
    """The allies that a count spells out: all of them, or some "among" them."""
    of_some = counted.of is not None and counted.of < NEARLY_ALL  # "are two of eight allies below 2%"
    exhaustive = counted.number == len(codes) and counted.comparison == "==" and goal.comparison != "=="
    exhaustive = exhaustive and not of_some and not and_others(work, run)
    some = of_some or counted.number is None or counted.number > len(codes)
    if not (exhaustive or some):
        return
    reading = ListReading(goal.indicator, codes, 0, goal.comparison, goal.value, exhaustive, counted.subjects)
    work.add(reading, run[0], run[-1], *goal.assumptions)


def _count_of(
    work: Work, run: Sequence[int], size: int, counts: Sequence[tuple[Counted, Goal]]
) -> tuple[Counted, Goal] | None:
    """The count that a run of allies spells out: it has as many, or names some "among" them."""
    for counted, goal in sorted(counts, key=lambda found: abs(run[0] - found[0].hi)):
        if counted.subjects == "others":
            continue
        before = counted.hi < run[0]
        between = work.items[counted.hi + 1 : run[0]] if before else work.items[run[-1] + 1 : counted.lo]
        alike = counted.number == size and counted.comparison == "=="
        if alike and size > 1 and len(between) < 20:
            return counted, goal
        if alike and size == 1 and len(between) < 6 and any(it.word in (":", ",", "(") for it in between):
            return counted, goal
        included = any(it.word in _AMONG for it in work.items[run[-1] + 1 : run[-1] + 3])
        if included and counted.number is not None and counted.number > size > 1:
            return counted, goal
        listed = work.word(counted.lo - 2) in ("among", "to") and work.word(run[0] - 1) in ("are", "belong")
        if before and listed and size > 1 and counted.number is not None and counted.number > size:
            return counted, goal  # "Among the nine below 2% are Italy and Spain"
        included = before and size > 1 and any("include" in it.tags for it in between)
        included = included and not any("rest" in it.tags or it.word in ("rest", "others") for it in between)
        if included and not any(work.items[k].amount and work.free(k) for k in range(counted.hi + 1, run[0])):
            return counted, goal
    return None


def _add_denied(work: Work, run: Sequence[int], codes: tuple[str, ...]) -> bool:
    """ "The UK met the 2% target but France, Germany and Italy did not": the same target, not met."""
    said = [it.word for it in work.items[run[-1] + 1 : run[-1] + 4]]
    denied = said[1:2] == ["not"] and said[0] in _HELPERS
    if not (denied or said[:1] in (["didn't"], ["don't"], ["doesn't"], ["won't"])):
        return False
    end = said[1 + denied : 2 + denied]
    if end and end[0] not in _ENDS:
        return False
    before = [d for d in work.drafts if d.hi < run[0] and isinstance(d.reading, ListReading | ValueReading)]
    if not before or not isinstance(before[-1].reading, ListReading | ValueReading):
        return False
    last = before[-1].reading
    value = last.target if isinstance(last, ListReading) else last.value
    sign = last.target_comparison if isinstance(last, ListReading) else last.comparison
    if sign not in (">=", ">") or last.indicator not in {p.indicator for p in work.context.pledges}:
        return False
    below: Comparison = "<" if sign == ">=" else "<="
    work.used.update(run)
    reading: ListReading | ValueReading = (
        ListReading(last.indicator, codes, 0, below, value, False)
        if len(codes) > 1
        else ValueReading(last.indicator, codes, 0, below, value, 0, "percent")
    )
    work.add(reading, run[0], run[-1] + 1 + denied, *before[-1].assumptions, anchor=before[-1].anchor)
    return True


def _add_only_change(work: Work, run: Sequence[int], codes: tuple[str, ...]) -> bool:
    """ "Luxembourg is the only country that cut its defence budget": nobody else's spending fell."""
    lo, hi = work.clause(run[0])
    has = work.sentence.has
    if has("amount", lo, hi) or not has("spend", lo, hi) or has("target", lo, hi) or has("relative", lo, hi):
        return False
    if not (only_ones(work, run[-1], hi) or has("only", run[0] - 2, run[0])):
        return False
    moves = [k for k in range(lo, hi) if work.items[k].tags & {"up", "down"} and work.free(k)]
    if len(moves) != 1:
        return False
    work.used.update([*run, *moves])
    sign: Comparison = ">" if "up" in work.items[moves[0]].tags else "<"
    reading = ListReading(REAL_CHANGE, codes, 0, sign, 0.0, True)
    work.add(reading, min(run[0], moves[0]), max(run[-1], moves[0]))
    return True


def _add_own_target(work: Work, run: Sequence[int], codes: tuple[str, ...]) -> None:
    """What a run of allies itself is said to meet, miss, or be above."""
    start, stop = _after(work, run)
    found = _goal_of(work, run, start, stop)
    if found is None:
        return
    goal, only, figured = found
    apart = apart_from(work, run) if only else []
    if only and _are_not_alone(work, run, goal, bool(apart)):
        return
    if any(it.word in _LONG for it in work.items[max(0, goal.lo - 3) : goal.lo]):
        return  # "Turkey, long below the target, reaches 2.09 percent"
    work.used.update(range(apart[0] - 1, apart[-1] + 1) if apart else ())
    codes = (*(work.items[k].value for k in apart), *codes)
    if len(run) == 1 and (other := other_of_both(work, run[0], goal.lo)) >= 0:
        run, codes = [other, *run], (work.items[other].value, *codes)
    joined = [it for it in work.items[run[-1] + 1 : run[-1] + 4] if "filler" not in it.tags]
    if joined[:1] and joined[0].tags & {"group", "member"} and work.items[run[-1] + 1].word in ("and", ","):
        return  # "Poland and the Baltic states"
    amount = _amount(work, goal)
    loose = amount.tolerance if amount else ""
    if (loose and (len(codes) > 1 or only or not _is_of_a_target(work, goal))) or _is_a_step(work, goal):
        return
    work.used.update(range(goal.lo, goal.hi + 1))
    if start == run[-1] + 1 and not figured:
        work.used.update(run)
    first, last = min(run[0], goal.lo), max(run[-1], goal.hi)
    if beside := _let_alone(work, last, goal):
        work.used.add(beside)
        codes, last = (*codes, work.items[beside].value), max(last, beside)
    reading: ValueReading | ListReading
    if len(codes) == 1 and not only:
        decimals = amount.decimals if amount else 0
        said = (goal.comparison, goal.value, decimals, "percent", loose)
        reading = ValueReading(goal.indicator, codes, 0, *said)
    else:
        among = among_of(work, first, last) if only else "members"
        reading = ListReading(goal.indicator, codes, 0, goal.comparison, goal.value, only, among)
    near = (goal.lo, goal.hi) if goal.hi < run[0] else last
    work.add(reading, first, last, *goal.assumptions, anchor=near)


def _are_not_alone(work: Work, run: Sequence[int], goal: Goal, apart: bool) -> bool:
    """Whether others stand beside those that "only" is said of: "also", "others too", another set."""
    also = says_also(work, run[-1], goal.lo)
    beside = (not apart and beside_others(work, run[0])) or beside_others_after(work, goal.hi)
    return also or beside or of_another_set(work, run[-1])


def _is_of_a_target(work: Work, goal: Goal) -> bool:
    """ "Just above the 2 percent guideline": a line by its name, and no figure that is said loosely."""
    return any("target" in it.tags for it in work.items[goal.lo : goal.hi + 2])


def _is_a_step(work: Work, goal: Goal) -> bool:
    """ "Its spending fell more than 12 percent", "cut its spending over 12%": how far it moved."""
    figure = next((k for k in range(goal.lo, goal.hi + 1) if work.items[k].amount), 0)
    k = figure - 2
    while k > 0 and (work.word(k) in _WHAT_MOVES or "spend" in work.items[k].tags):
        k -= 1
    by = work.word(figure - 1).endswith(" than") or work.word(figure - 1) in ("at least", "over", "nearly")
    return k >= 0 and by and bool(work.items[k].tags & {"up", "down"})


def _let_alone(work: Work, last: int, goal: Goal) -> int:
    """ "France does not reach it, let alone Italy": the item of the one that misses it all the more, or 0."""
    cue = next(iter(work.sentence.where("letalone", last + 1, last + 8)), 0)
    named = work.sentence.where("ally", cue + 1, cue + 3) if cue else ()
    apart = any(it.amount or "ally" in it.tags or it.word == ";" for it in work.items[last + 1 : cue])
    return named[0] if named and not apart and goal.comparison in ("<", "<=") else 0


def _after(work: Work, run: Sequence[int]) -> tuple[int, int]:
    """The stretch after a run of allies that is about them: past a figure in brackets, up to the next ally
    or count."""
    hi = max(work.clause(run[0])[1], run[-1] + 1)
    start = run[-1] + 1
    stop = next((k for k in work.sentence.where("ally", start, hi) if work.free(k)), hi)
    own = past_what_takes_up(work, run[-1])
    numbers = (k for k in range(own, stop) if k in work.used and work.items[k].tags & {"plain", "quantifier"})
    stop = next(numbers, stop)
    counts = work.sentence.where("quantifier", start, stop)  # "Canada with .99, and most were below 1.5"
    ends = ("and", ",", ";")  # also "and a majority remain under 2 percent"
    stop = next((k for k in counts if work.word(k - 2 if work.word(k - 1) == "a" else k - 1) in ends), stop)
    bracketed = start + 1 < hi and work.items[start].word == "(" and work.items[start + 1].amount is not None
    if not bracketed and len(run) > 1 and all(own_figure(work, k) for k in run):
        return start + 1, stop
    return (start + 3 if bracketed else start), stop


def _goal_of(work: Work, run: Sequence[int], start: int, stop: int) -> tuple[Goal, bool, bool] | None:
    """The goal of a run, whether only they meet it, and whether a figure of their own stands before it."""
    lo, _ = work.clause(run[0])
    own = next((k for k in work.sentence.where("percent", start, stop) if work.free(k)), -1)
    if len(run) == 1 and own > 0 and (line := line_after(work, own, stop)):
        return line, only_ones(work, run[-1], stop), True
    goal = goal_between(work, start, stop)
    if goal is None and "ally" in work.items[run[0]].tags and not work.sentence.has("ally", lo, run[0]):
        goal = goal_between(work, lo, run[0])
        if goal and _is_said_of_others(work, lo, goal, run[0]):
            return None
    if goal is None or _has_other_figures(work, run, goal) or _is_of_a_set(work, run, goal):
        return None
    nobody = (k for k in range(run[-1] + 1, goal.lo + 1) if work.items[k].value in ("none", "no", "not one"))
    neither_one = any(
        it.word in ("neither", "nor") for it in work.items[run[-1] + 1 : goal.hi]
    )  # "meets neither"
    if neither_one or any(
        "forces" not in work.items[k + 1].tags for k in nobody
    ):  # not "has no army and spends 0%"
        goal = replace(goal, comparison="<")  # "Germany, France, Italy: none is at 2%"
    neither = is_neither(work, max(lo, run[0] - 9), run[-1], goal.lo)
    if neither:
        goal = replace(goal, comparison=_NEITHER.get(goal.comparison, "<"))
    only = is_only(work, max(lo, run[0] - 3), run[0]) or only_ones(work, run[-1], stop)
    only = only or (goal.hi < run[0] and only_ones_before(work, lo, goal.lo, run[0]))
    only = only and not and_others(work, run)
    amount = _amount(work, goal)
    if amount is None or amount.comparison or (neither and goal.met):
        return goal, only, False
    figure = next(k for k in range(goal.lo, goal.hi + 1) if work.items[k].amount)
    exactly = any(it.word == "exactly" for it in work.items[figure + 1 : stop])
    whole = is_round(amount.value, amount.decimals)
    aside = work.word(start) == "," and work.word(start + 1) in _WHICH and not whole
    met = goal.met or is_a_plan_of_all(work, run, goal) or _is_a_heading(work, run, goal)
    if not met and goal.comparison == ">=" and not (only or aside):
        there = gets_there(work, figure + 1, stop) if whole else 0
        return (replace(goal, hi=there, met=True), only, False) if there else None  # else it is a figure
    if whole or (goal.comparison == "<" and is_not_reached(work, figure)):
        return goal, only, False
    second = None if exactly else goal_between(work, figure + 1, stop)  # "2.0%, which fulfils the 2% target"
    missed = (
        aside and second is not None and second.comparison == "<"
    )  # "which spent 1.3%, missed the target"
    return (second, only, True) if second and (second.met or missed) else None


def _is_a_heading(work: Work, run: Sequence[int], goal: Goal) -> bool:
    """ "At 2%: UK, France, Germany": the line that those after the colon have reached."""
    headed = work.word(goal.lo - 1) == "at" and work.word(run[0] - 1) == ":"
    return (
        headed and goal.lo == 1 and all("relative" in it.tags for it in work.items[goal.hi + 1 : run[0] - 1])
    )


def _says_of_itself(work: Work, i: int) -> bool:
    """Whether no more than small words part "we" from a verb that meets or misses a line, and the verb from
    the line: "we have finally reached the norm", "for us 2 percent is a long way off"; not "we expect all to
    reach it", "we met to discuss the 2% target"."""
    hi = work.clause(i)[1]
    verb = next((k for k in range(i + 1, hi) if work.items[k].tags & {"meet", "miss"}), hi)
    line = next((k for k in range(verb + 1, hi) if work.items[k].tags & {"percent", "target"}), verb)
    said = (*work.items[i + 1 : verb], *work.items[verb + 1 : line])
    return verb < hi and all(it.tags & _BEFORE_A_VERB or it.word in _BARELY for it in said)


def _is_said_of_others(work: Work, lo: int, goal: Goal, first: int) -> bool:
    """Whether a line before allies is not said of them: "nobody comes to 5 percent, Poland's 4.12 being the
    highest", "to reach the pledge, a sum roughly equal to the budgets of France and Italy"."""
    nobody = any(it.word in _NOBODY or it.value in ("none", "no") for it in work.items[lo : goal.lo])
    said = work.items[goal.hi + 1 : first]
    return nobody or any(it.word == "equal to" or "same" in it.tags for it in said)


def _is_of_a_set(work: Work, run: Sequence[int], goal: Goal) -> bool:
    """Whether a goal only says which members are meant: "lead the countries that make the mark"."""
    before = work.items[max(0, goal.lo - 6) : goal.lo] if goal.hi < run[0] else ()
    stated = any(it.word in ("are", "is", "were", "was", ":") for it in work.items[goal.hi + 1 : run[0]])
    if not stated and any(it.word == "among" for it in before):
        return True  # "among the countries that meet the target Poland is first"
    between = range(run[-1] + 1, min(goal.lo, len(work.items) - 1))
    sets = [
        k
        for k in between
        if "member" in work.items[k].tags and work.items[k + 1].word in ("that", "which", "who")
    ]
    return bool(sets) and not work.sentence.has("only", run[-1] + 1, sets[0] + 1)


def _has_other_figures(work: Work, run: Sequence[int], goal: Goal) -> bool:
    """Whether figures stand among the allies, or a number between the goal and them."""
    inside = range(run[0], run[-1])
    lo, _ = work.clause(run[0])
    if all_beyond(work, run, goal) and not any(work.sentence.has(tag, lo, run[0]) for tag in _SETS):
        return False
    if is_a_plan_of_all(work, run, goal) or any(
        it.word in _EACH for it in work.items[run[-1] + 1 : goal.lo + 1]
    ):
        return False  # "Romania 1.99% and France 1.9%, both below the guideline"
    if any(work.items[k].amount and work.free(k) and work.items[k - 1].word != "(" for k in inside):
        return True
    return any("plain" in work.items[k].tags and work.free(k) for k in range(goal.hi + 1, run[0]))


def _amount(work: Work, goal: Goal) -> Amount | None:
    return next((it.amount for it in work.items[goal.lo : goal.hi + 1] if it.amount), None)
