"""How many members: "23 of 32 allies meet the target", "only four spent 2%", "most are below 1.5 percent"."""

from __future__ import annotations

from msgspec.structs import replace

from etl.claims.reading.bare import ends_negated, sums_up
from etl.claims.reading.conditions import OF_SOME, is_condition
from etl.claims.reading.count_changes import change_goal
from etl.claims.reading.left_over import why_of_named, why_of_others
from etl.claims.reading.measures import category_near, percent_indicator
from etl.claims.reading.members import Counted, read_members
from etl.claims.reading.no_members import MISSING
from etl.claims.reading.targets import MULTIPLES, Goal, goal_between, is_round, owned_by_ally, pledged
from etl.claims.reading.those import THOSE
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import OPPOSITE, Comparison, CountReading, ListReading
from etl.claims.reading.work import Work, is_break
from etl.model import EQUIPMENT_SHARE, EXCEPT, SHARE_OF_GDP

_GOES_ON = set_of("is was by in from to with 's than against and , but up")
_THOSE = THOSE | {"also", "likewise"}
_IS = frozenset({"is", "was", "being", "remains"})
_AMONG_THOSE = "This counts only some of those counted before; counts are over a whole set of members."
_BESIDES = "These are counted besides others that the text names; which set is counted is not clear."
_PARTING = frozenset({"when", "and", ",", "but"})
_REST = frozenset({"rest", "the rest", "others", "the others", "remainder", "remaining"})
_MORE_THAN_THEN = "This is how many more than in another year; a number of members can be asked for."
_MEASURING = (
    "percent",
    "target",
    "meet",
    "miss",
    "up",
    "down",
    "more",
    "less",
    "spend",
    "member",
    "group",
    "lag",
)
"""What a sentence has one of, where it counts members by anything."""


def read_counts(work: Work) -> list[tuple[Counted, Goal]]:
    """Adds every count of the sentence; gives them for the lists that go with them."""
    if not any(work.sentence.has(tag) for tag in _MEASURING):
        return []
    found = read_members(work)
    read: list[tuple[Counted, Goal]] = []
    last: Goal | None = None
    for n, counted in enumerate(found):
        before = found[n - 1].hi + 1 if n else 0
        follower = found[n + 1] if n + 1 < len(found) else None
        goal = change_goal(work, counted, follower)
        if goal is None:
            goal = _line_of(work, counted, _goal(work, counted, before, follower, last))
            fewer = (counted.number or 0) <= (read[-1][0].number or 0) if read else False
            if goal and last and fewer and goal.indicator != last.indicator and _of_those(work, counted):
                work.blocked.update(dict.fromkeys(range(counted.lo, counted.hi + 1), _AMONG_THOSE))
                continue  # "in eight of these more than 20% goes to equipment": of those counted before
            last = goal or last
        if goal and (why := _why_no_count(work, counted, goal, read[-1][1] if read else None)):
            work.blocked.update(dict.fromkeys(range(counted.lo, counted.hi + 1), why))
            continue
        if goal and (_are_left_out(work, counted) or _say_yes(work, counted, goal)):
            goal = replace(goal, comparison=OPPOSITE.get(goal.comparison, "<"))
        if goal and (one := _the_one(work, counted)) >= 0:
            _add_the_one(work, counted, goal, one)
        elif goal:
            read.append((counted, goal))
            _add(work, counted, goal, bool(follower and goal.lo > follower.hi))
    return read


def _why_no_count(work: Work, counted: Counted, goal: Goal, last: Goal | None) -> str:
    """Why a number of members is not how many of all are at a line; "" where it may be. `last` is the line of
    the count before it."""
    if is_condition(work, counted.lo, counted.hi, goal.lo, goal.hi):
        work.used.update(range(goal.lo, goal.hi + 1))
        return OF_SOME
    beside = work.items[counted.hi + 1 : work.clause(counted.hi)[1]]
    if beside[:1] and beside[0].word == "whose" and any(it.word in ("most", "least") for it in beside):
        return OF_SOME  # "among the five allies whose spending grew the most"
    if any(it.word == "besides" for it in beside):
        return _BESIDES
    if _are_more_than_then(work, counted):
        return _MORE_THAN_THEN
    alone = not last and why_of_named(work, counted.lo, counted.hi, counted.number)
    return alone or why_of_others(work, counted.lo, counted.number, goal, last)


def _are_left_out(work: Work, counted: Counted) -> bool:
    """ "All but nine allies meet it": those counted are who does not."""
    return counted.lo > 0 and "allbut" in work.items[counted.lo - 1].tags


def _say_yes(work: Work, counted: Counted, goal: Goal) -> bool:
    """ "Croatia is not at 2 percent, eleven allies are": those counted are where the one before is not."""
    after = [it.word for it in work.items[counted.hi + 1 : counted.hi + 3]]
    own = after[:1] in (["are"], ["do"], ["did"], ["were"]) and after[1:] in ([], ["."], ["?"], [","])
    denied = work.sentence.has("not", max(0, goal.lo - 3), goal.hi)
    denied = denied and not work.sentence.has("miss", goal.lo, goal.hi + 1)
    return own and denied and goal.hi < counted.lo and goal.comparison in ("<", "<=")


def _line_of(work: Work, counted: Counted, goal: Goal | None) -> Goal | None:
    """The goal, unless none is counted beside a figure: "no ally matches Poland's 4.12%", "comes close to
    5%"."""
    if goal and goal.comparison == ">" and sums_up(work, counted.hi):
        return replace(goal, comparison=">=")  # "Bulgaria is back above 2%, nine in all"
    if goal is None or counted.number != 0:
        return goal
    k = next((k for k in range(goal.lo, goal.hi + 1) if work.items[k].amount), -1)
    amount = work.items[k].amount if k > 1 else None
    owned = k > 1 and work.items[k - 1].word == "'s" and "ally" in work.items[k - 2].tags
    return None if owned or (amount is not None and amount.tolerance == "nearly") else goal


def _the_one(work: Work, counted: Counted) -> int:
    """ "The one country below 2% is Slovenia", "Slovenia the only one below it": its item, or -1."""
    named = work.sentence.where("ally")
    if counted.number != 1 or counted.comparison != "==" or len({work.items[k].value for k in named}) != 1:
        return -1
    before = work.items[max(0, counted.lo - 1)].word
    the = before == "the" or "only" in work.items[counted.lo].tags
    k = named[0]
    said = k < counted.lo or any(it.word in _IS for it in work.items[k - 2 : k])
    return k if the and said and counted.subjects == "members" else -1


def _add_the_one(work: Work, counted: Counted, goal: Goal, k: int) -> None:
    """Adds that no other than the ally at an item meets a line."""
    work.used.update(range(counted.lo, counted.hi + 1))
    work.used.update(j for j in range(goal.lo, goal.hi + 1) if work.items[j].amount)
    reading = ListReading(goal.indicator, (work.items[k].value,), 0, goal.comparison, goal.value, True)
    anchor = (counted.lo, max(counted.hi, goal.hi))
    work.add(reading, min(k, counted.lo), max(k, counted.hi, goal.hi), *goal.assumptions, anchor=anchor)


def _are_more_than_then(work: Work, counted: Counted) -> bool:
    """ "Twenty countries more than in 2014": a difference, and no count."""
    after = work.items[counted.hi + 1 : counted.hi + 4]
    more = bool(after) and bool(after[0].tags & {"more", "less"}) and counted.named
    return more and any("base" in it.tags or it.value == "others" for it in after)


def _of_those(work: Work, counted: Counted) -> bool:
    """Whether only those counted before are counted: "eight of these", "20 also meet"."""
    said = work.items[counted.lo : counted.hi + 3]
    return not counted.named or any(it.word in _THOSE or "also" in it.tags for it in said)


def _goal(
    work: Work, counted: Counted, before: int, follower: Counted | None, last: Goal | None
) -> Goal | None:
    """The target that a number of members is about; `last` is that of the number before."""
    after = follower.lo if follower else len(work.items)
    goal = _own_goal(work, counted, before, after)
    if goal is None and last and ends_negated(work, counted.hi):
        return replace(last, comparison=OPPOSITE.get(last.comparison, "<"))
    if goal and goal.hi < counted.lo and not counted.named and ends_negated(work, counted.hi):
        return replace(goal, comparison=OPPOSITE.get(goal.comparison, "<"))  # "is 23, and nine are not"
    before_it = work.items[max(0, counted.lo - 2) : counted.lo]
    earlier_count = any(it.word in ("from", "against") for it in before_it)
    missed = work.sentence.has("miss", counted.hi + 1, counted.hi + 5)
    bare = not counted.named or "member" not in work.items[counted.hi].tags  # "and 23 of 32 in 2024"
    following = work.items[counted.hi + 1 : counted.hi + 4]
    own = any("spend" in it.tags or it.word in ("at", "on") for it in following[:2])
    beside = own and any("plain" in it.tags for it in following)  # "just five hand over two"
    again = (earlier_count or bare) and not (missed or beside) and _goes_on(work, counted)
    if goal is None and last and again:
        goal = last
    if goal is None and follower and _goes_on(work, follower):
        goal = _own_goal(work, counted, before, len(work.items))
    if goal is None and (_is_spelled_out(work, counted) or _is_number_of(work, counted, before)):
        goal = _pledge(work, counted, ">=")
    if goal is None and any(it.word in MISSING for it in work.items[before : counted.hi + 1]):
        goal = _pledge(work, counted, "<")  # "the group of laggards has shrunk to eight"
    return goal


def _pledge(work: Work, counted: Counted, sign: Comparison) -> Goal:
    indicator, value, assumed = pledged(work, counted.lo, counted.lo, counted.hi + 1)
    return Goal(indicator, sign, value, counted.lo, counted.hi, (assumed,))


def _add(work: Work, counted: Counted, goal: Goal, shared: bool) -> None:
    """Adds a count; its goal is `shared` where another count stands before it: "ten last year, 23 now meet
    it"."""
    subjects = counted.subjects
    if subjects == "others":
        allies = {work.items[i].value for i in work.sentence.where("ally") if work.free(i)}
        if len(allies) != 1:
            return
        subjects = f"{EXCEPT}{allies.pop()}"
    one = _left_out_later(work, counted, goal)
    subjects = f"{EXCEPT}{work.items[one].value}" if one else subjects
    work.used.update(range(counted.lo, counted.hi + 1))
    own = goal.hi < counted.lo and not counted.named and work.sentence.has("ally", goal.lo - 5, goal.lo)
    named = next(iter(work.sentence.where("ally", 0, counted.lo)), counted.lo)
    own_line = goal.lo > counted.hi and work.sentence.has("percent", named, counted.lo)
    beside = counted.subjects == "others" and not own_line
    if not (beside or own or shared):  # the ally named beside "others" is said to meet the same target
        known = {"amount", "target", "meet", "miss"}
        work.used.update(i for i in range(goal.lo, goal.hi + 1) if work.items[i].tags & known)
    reading = CountReading(
        indicator=goal.indicator,
        subjects=(subjects,),
        year=0,
        target_comparison=goal.comparison,
        target=goal.value,
        comparison=counted.comparison,
        number=counted.number,
        fraction=counted.fraction,
        of=counted.of,
        tolerance=counted.tolerance,
    )
    near = goal.lo <= counted.hi + 25 and goal.hi >= counted.lo - 25
    lo, hi = (min(counted.lo, goal.lo), max(counted.hi, goal.hi)) if near else (counted.lo, counted.hi)
    last = counted.hi if shared else max(counted.hi, goal.hi)
    dated = _year_before(work)
    work.add(reading, lo, max(hi, one), *goal.assumptions, anchor=(counted.lo, last), dated=dated)


def _year_before(work: Work) -> int:
    """The item that begins "The year before, ten did so", where the sentence names no year; else -1."""
    years = work.sentence.where("year")
    opens = len(years) == 1 and years[0] < 2 and work.items[years[0]].value == "before"
    return years[0] if opens else -1


def _left_out_later(work: Work, counted: Counted, goal: Goal) -> int:
    """ "Every ally spends 20% on equipment except Belgium": the item of the one ally left out, or 0."""
    if counted.subjects != "members" or (counted.fraction != "1" and counted.number != 0):
        return 0
    _, hi = work.clause(counted.hi)
    i = next(iter(work.sentence.where("except", goal.hi + 1, hi)), hi)
    named = work.sentence.where("ally", i, hi)
    after = {work.word(named[0] + n) for n in (1, 2)} if named else set()
    nobody = bool(after & {"nobody", "no"})  # "apart from Poland nobody spends": the ally of another count
    return named[0] if len(named) == 1 and named[0] - i < 3 and not nobody else 0


def _goes_on(work: Work, counted: Counted) -> bool:
    """Whether a number goes on from a count before it: "from three to 23", "and nine"."""
    before = {it.word for it in work.items[max(0, counted.lo - 3) : counted.lo + 1]}
    return bool(before & _GOES_ON) or counted.of is not None


def _own_goal(work: Work, counted: Counted, before: int, after: int) -> Goal | None:
    """The target said after a number of members, else before it in the clause."""
    stop = next((k for k in range(counted.hi + 1, after) if _ends_goal(work, counted.hi, k)), after)
    stop = min(stop, _end_of_aside(work, counted))
    goal = goal_between(work, counted.hi + 1, stop)
    start = max((k + 1 for k in range(before, counted.lo) if is_break(work.items[k])), default=before)
    if goal is None:
        goal = _line_before(work, start, counted.lo) or _split_goal(work, start, counted, stop)
    elif goal.assumptions and not any(work.items[k].amount for k in range(goal.lo, goal.hi + 1)):
        goal = _split_goal(work, start, counted, stop) or goal
    if goal is None:
        return None
    near = category_near(work, max(before, goal.lo - 6), min(after, goal.hi + 7))
    if goal.indicator == SHARE_OF_GDP and near == EQUIPMENT_SHARE and goal.value >= 10:
        return replace(goal, indicator=near)
    return goal


def _end_of_aside(work: Work, counted: Counted) -> int:
    """The comma that ends "Slovenia, one of nine allies below it, plans ..."; else the sentence's end."""
    lo = counted.lo
    opens = next((k for k in range(max(0, lo - 4), lo) if work.word(k) in ("one", "among")), -1)
    comma = next(iter(work.sentence.where(",", counted.hi + 1)), len(work.items))
    lined = any(
        work.sentence.has(tag, counted.hi + 1, comma) for tag in ("target", "percent", "meet", "miss")
    )
    aside = opens > 1 and work.word(opens - 1) == "," and "ally" in work.items[opens - 2].tags
    return comma if aside and lined else len(work.items)


def _ends_goal(work: Work, hi: int, k: int) -> bool:
    """Whether what is said of those counted ends: "four at target, Poland narrowly missed"."""
    item = work.items[k]
    if item.word == "nobody":
        return True  # "23 meet the target, and nobody is at 5%"
    if item.word == ":":
        said = work.items[hi + 1 : k]  # "not all allies were pleased: Spain, which spends 2%, ..."
        return any(it.word in ("were", "are") for it in said) and any(it.tags == {"word"} for it in said)
    if item.word not in _PARTING:
        return is_break(item)
    if item.word == "when":
        return work.items[k - 1].word == ","  # "met by 23 allies in 2024, when Poland spent 4.1%"
    if _is_another_number(work, hi, k):
        return True
    if item.word == "and" and k + 1 < len(work.items) and work.items[k + 1].tags & {"promise", "future"}:
        return True  # "one of nine not meeting the target and expects to reach it in 2032"
    if item.word != "," and not _REST.isdisjoint(it.value or it.word for it in work.items[k + 1 : k + 3]):
        return True  # "23 were to meet the pledge and the rest fell short"
    named = next((j for j in work.sentence.where("ally", k + 1, k + 3)), 0)
    if item.word != "," or not named:
        return is_break(item)
    lined = any(work.sentence.has(tag, hi + 1, k) for tag in ("target", "percent", "meet"))
    return lined and any(work.sentence.has(tag, named + 1, named + 4) for tag in ("miss", "meet"))


def _is_another_number(work: Work, hi: int, k: int) -> bool:
    """ "30 allies met the equipment guideline, and 22 the 2% one": a number and its own line follow."""
    following = work.items[k + 1 : k + 5]
    following = following[1:] if following and following[0].word == "and" else following[:3]
    number = following[0].amount if following else None
    lined = work.sentence.has("target", hi + 1, k) or work.sentence.has("percent", hi + 1, k)
    plain = number is not None and number.kind == "plain" and not number.decimals
    return lined and plain and any(it.tags & {"target", "percent"} for it in following[1:])


def _line_before(work: Work, start: int, stop: int) -> Goal | None:
    """The target said before a number of members; a figure such as 3.8% is none, where nothing says so."""
    goal = goal_between(work, start, stop)
    if goal is None or goal.met:
        return goal
    amount = next((it.amount for it in work.items[goal.lo : goal.hi + 1] if it.amount), None)
    figure = amount is not None and not amount.comparison and not is_round(amount.value, amount.decimals)
    return None if figure and not work.sentence.has("target", start, stop) else goal


def _is_spelled_out(work: Work, counted: Counted) -> bool:
    """ "Seven countries: Greece, ...": as many allies follow, and no other figure to count by."""
    after = [k for k in work.sentence.where("ally", counted.hi + 1) if k not in work.blocked]
    the = counted.lo > 0 and work.items[counted.lo - 1].word == "the"
    if not (counted.named or the) or not after or counted.number is None or counted.number < 3:
        return False
    between = {it.word for it in work.items[counted.hi + 1 : after[0]]}
    if work.sentence.has("deadline", counted.hi, after[0]):
        return False  # "three are already where all are to be by 2035: Poland, ..."
    if any(_is_another_line(work, k) for k in range(len(work.items))):
        return False  # "three allies are Italy, Latvia and Spain; they exceed 1.3%"
    return (
        counted.number == len({work.items[k].value for k in after})
        and bool({":", "are", "were", "(", "—", "–"} & between)
        and not any(it.tags & {"lead", "lag", "up", "down"} for it in work.items[: after[0]])
    )


def _is_another_line(work: Work, k: int) -> bool:
    """A percentage that is met, missed or a bound, or a multiple of a target."""
    item = work.items[k]
    if item.amount is not None and "plain" in item.tags and item.amount.decimals and not item.amount.unit:
        return True  # "3 allies over 3.5: Poland, ..."
    if item.amount is None or item.amount.kind != "percent":
        return bool(item.tags & MULTIPLES)
    return bool(item.amount.comparison) or any(
        it.tags & {"meet", "miss"} for it in work.items[max(0, k - 3) : k]
    )


def _is_number_of(work: Work, counted: Counted, before: int) -> bool:
    """ "This number should go up to 18 countries": those at the target, where nothing else was said."""
    if not counted.named or not any(it.word == "number" for it in work.items[before : counted.lo]):
        return False
    own = range(counted.lo, counted.hi + 1)
    return not any(it.amount and work.free(k) for k, it in enumerate(work.items) if k not in own)


def _split_goal(work: Work, start: int, counted: Counted, stop: int) -> Goal | None:
    """A line named before the number, and the verb after it: "the target is one that a third do not
    reach"."""
    verbs = [k for k in range(counted.hi + 1, min(stop, counted.hi + 22)) if _is_verb(work, k)]
    lines = [k for k in range(start, counted.lo) if work.free(k) and _is_line(work, k)]
    if not verbs or not lines:
        return None
    negated = work.sentence.has("not", counted.hi + 1, verbs[0]) != ("miss" in work.items[verbs[0]].tags)
    sign: Comparison = "<" if negated else ">="
    percent = next((k for k in lines if "percent" in work.items[k].tags), -1)
    amount = work.items[percent].amount if percent >= 0 else None
    if amount is None:
        indicator, value, named = pledged(work, lines[-1], *work.clause(lines[-1]))
        return Goal(indicator, sign, value, lines[-1], verbs[0], (named,), True)
    indicator, assumed = percent_indicator(work, percent)
    figure = not amount.comparison and amount.decimals > 0 and not is_round(amount.value, amount.decimals)
    if not indicator or figure:
        return None  # "at 1.37 percent, which makes it one of eight short of the mark"
    return Goal(indicator, sign, amount.value, percent, verbs[0], (assumed,) if assumed else (), True)


def _is_verb(work: Work, k: int) -> bool:
    return bool(work.items[k].tags & {"meet", "miss"})


def _is_line(work: Work, k: int) -> bool:
    item = work.items[k]
    return "target" in item.tags or ("percent" in item.tags and not owned_by_ally(work, k))
