"""One beside another: "the US spends more than all other allies combined", "Estonia is ahead of Latvia"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from etl.claims.reading.compared_measures import compared_measure
from etl.claims.reading.directions import factor_bound
from etl.claims.reading.items import Item
from etl.claims.reading.numbers import Amount
from etl.claims.reading.objects import OVERTAKING, is_object
from etl.claims.reading.standing import breath, breath_before
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import CompareReading, Comparison
from etl.claims.reading.words import NONE
from etl.claims.reading.work import Work
from etl.model import EUROPE_AND_CANADA, EXCEPT, SHARE_OF_GDP
from etl.model.indicators import DOLLARS

_CUES = frozenset({"more", "less", "same", "twice", "thrice", "double", "triple", "quadruple"})
_FACTORS: Mapping[str, float] = {"twice": 2, "thrice": 3, "double": 2, "triple": 3, "quadruple": 4}
_VERBS = set_of("doubles doubled doubling triples tripled trebled quadrupled quadruples")
_ALONE = OVERTAKING | {">", "<", "ahead", "behind", "above", "below", "ahead of", "well above", "well below"}
_LINKS = frozenset({"than", "as", "that of", "what", "double what"})
_ABOUT = set_of("about roughly around almost nearly approximately")
_EXACTLY = set_of("exactly precisely")
_ABOUT_EQUAL = frozenset(
    {
        "matched", "equal to", "equal", "equalled", "as large as", "as much as", "as high as",
        "on a par with", "level with", "as big as",
    }
)  # fmt: skip
_BESIDE_A_FIGURE = set_of("at with on ( is was spends spent 's")
_PERIODS = set_of("quarter month week day fortnight")
_RELATIVE = set_of("which who whose itself")
_PRESENT = set_of("spends is are has puts devotes")
_PAST = set_of("did spent was were had")
GROWTH = "How fast one grows beside another is not judged; the change of each can be asked for."
_GROWTHS = set_of("growth increase rise")
_SPENDING = set_of("spends spend spent pays paid puts put devotes devoted")
_MEASURED = frozenset({"spend", "troops", "forces", "equipment", "personnel"})
_HARDLY = frozenset({"nothing", "nothing like", "nowhere", "hardly", "scarcely", "anything"})
_THAT_OF = set_of("that of the what")
_MOST_PAIRS = 6
TWO_YEARS = "Two are compared here in different years; ask for each figure with its year."


def read_comparisons(work: Work) -> None:
    """Adds the comparisons of one ally or aggregate with another, and with each of several named together."""
    last: list[int] = []
    for i, item in enumerate(work.items):
        lefts, rights = _sides_of(work, i) if work.free(i) and item.tags & _CUES else ([], [])
        if not lefts and last and work.free(i):
            lefts, rights = _against(work, i, last)
        if not lefts and item.word == "times":
            lefts, rights = _of_a_multiple(work, i)
        if item.word == "what" and _parts_before(work, i):
            lefts, rights = _of_a_part(work, i)
        last = lefts or last
        for left in lefts:
            for right in rights:
                _add(work, i, left, right)


def _against(work: Work, i: int, last: list[int]) -> tuple[list[int], list[int]]:
    """ "Latvia is ahead of Greece but behind the United States": the same on the one side."""
    lo, hi = work.clause(i)
    if not lo or i - lo > 1 or work.items[lo - 1].word not in ("but", "though", "yet"):
        return [], []
    if not (work.items[i].word in _ALONE or work.items[i].word.endswith(" than")) or work.sentence.has(
        "ally", lo, i
    ):
        return [], []
    rights = breath(work, _sides(work, i + 1, hi))
    near = bool(rights) and rights[0] - i < 3 and not work.sentence.has("amount", i, rights[0])
    return (last, rights[:1] if len(rights) == 1 else []) if near else ([], [])


def _add(work: Work, i: int, left: int, right: int) -> None:
    """The comparison of two items by the words at item `i`, where they say one."""
    if _is_of_no_two(work, i, left, right):
        return
    one, other = _name(work, left, right), _name(work, right, left)
    bound = _bound(work, i, left)
    if not one or not other or one == other or bound is None:
        return
    indicator, note = compared_measure(work, _own_start(work, left, i), right, (one, other))
    if indicator == SHARE_OF_GDP and work.sentence.has("absolute", max(left, right - 5), right + 4):
        indicator, note = DOLLARS, None  # "2.06% of GDP, overtaken in absolute terms by Britain"
    if not indicator or (note and indicator == SHARE_OF_GDP and work.items[i].word == "times"):
        return  # "US spending is ten times that of Germany": of dollars, or of shares
    comparison, factor, tolerance = bound
    if ratio := _ratio_after(work, right):
        comparison, tolerance, indicator = ratio.comparison or "==", ratio.tolerance, DOLLARS
        factor, note = ratio.value, None
    if comparison == "<" and _is_passive(work, i):
        one, other, comparison = other, one, ">"  # who is outspent by another is outspent: the other is first
    work.used.add(i)
    if factor > 1 or work.items[i - 1].amount or work.items[i].word == "what":
        work.used.update(k for k in range(max(0, i - 3), i) if work.items[k].amount)
    reading = CompareReading(indicator, (one, other), 0, comparison, factor, tolerance)
    work.add(reading, min(left, i), max(right, i), *([note] if note else []))


def _ratio_after(work: Work, right: int) -> Amount | None:
    """The number of "outspends Germany roughly ten to one", of sums of money; None for none."""
    k = next(
        (k for k in range(right + 1, right + 4) if work.word(k + 1) == "to" and work.word(k + 2) == "one"), 0
    )
    amount = work.items[k].amount if k else None
    if amount is None or amount.kind != "plain":
        return None
    work.used.update(range(k, k + 3))
    return amount


def _is_of_no_two(work: Work, i: int, left: int, right: int) -> bool:
    """Whether two items are not compared for one year, or not by how much each spends; notes why."""
    lo, _ = work.clause(left)
    if "rest" in work.items[left].tags and work.sentence.has("ally", lo, left):
        return True  # "outspent everyone else, ahead of the UK"
    if "rest" in work.items[right].tags and not _is_a_sum(work, i, left, right):
        return True
    if _of_another_year(work, left, right):
        work.blocked[i] = TWO_YEARS
        return True
    if _grows_beside(work, left, i):
        work.blocked[i] = GROWTH
        return True
    after = work.items[right + 1 : right + 5]  # "less than the Danes do in a quarter"
    return any(it.word.split()[-1] in _PERIODS for it in after if it.word.strip())


def _grows_beside(work: Work, left: int, i: int) -> bool:
    """ "Britain's spending rose more than Germany's": how fast, and not how much."""
    moved = max((k for k in range(left, i) if work.items[k].tags & {"up", "down"}), default=-1)
    lo, _ = work.clause(i)
    if any(it.word in _GROWTHS for it in work.items[lo:i]) and not work.sentence.has("relative", lo, i):
        return True  # "growth in Germany was 17.6%, twice that of France"
    after = work.items[moved + 1 : i + 1]
    placed = any("ordinal" in it.tags for it in after)  # "has slipped to third place behind Poland"
    return moved >= 0 and not placed and not any(it.word in _SPENDING or it.amount for it in after)


def _own_start(work: Work, left: int, i: int) -> int:
    """Where the words on a comparison begin: after "and" in "has more soldiers than Germany and spends more
    of its GDP than America"."""
    joined = max((k for k in range(left + 1, i) if work.word(k) in ("and", "but")), default=-1)
    own = joined > 0 and any(it.tags & _MEASURED for it in work.items[joined + 1 : i + 1])
    return joined + 1 if own and not work.sentence.has("ally", joined, i) else left


def _of_a_multiple(work: Work, i: int) -> tuple[list[int], list[int]]:
    """ "More than four times that of Finland": the two sides, where a number stands before "times"."""
    amount = work.items[i - 1].amount if i else None
    k = next((k for k in range(i + 1, len(work.items)) if work.word(k) not in _THAT_OF), i)
    said = work.word(i + 1) in ("that", "what")
    if amount is None or amount.kind != "plain" or not said or k == len(work.items):
        return [], []
    lefts = _spoken_of(work, work.clause(i)[0], i)
    one = len(lefts) == 1 and "ally" in work.items[k].tags and not work.sentence.has("ally", k + 1, k + 4)
    return (lefts, [k]) if one else ([], [])


def _of_another_year(work: Work, left: int, right: int) -> bool:
    """ "More in 2024 than Bulgaria did in 2023": each has a year of its own."""
    said = work.items[left:right]
    named = [it for it in said if "claim" in it.tags and it.value in ("said", "relative")]
    first = {it.year_on(work.day) for it in named}
    after = work.items[right + 1 : right + 7]
    stop = next((k for k, it in enumerate(after) if it.word in (",", ";")), len(after))
    years = [it for it in after[:stop] if "year" in it.tags and it.value in ("said", "relative")]
    if any(first - {it.year_on(work.day)} for it in years):
        return True
    present = any(it.word in _PRESENT or "now" in it.tags for it in said)
    past = any(it.word in _PAST for it in after[:stop])
    return bool(years) and present and past  # "now spends more than France did in 2014"


def _bound(work: Work, i: int, left: int) -> tuple[Comparison, float, str] | None:
    """How the first compares with so many times the second; None where that is not clear."""
    item = work.items[i]
    near = work.items[max(0, i - 3) : i + 1]
    number: Amount | None = None
    factor = next((f for tag, f in _FACTORS.items() if _is_a_factor(item) and tag in item.tags), 1.0)
    if factor == 1 and any(it.word == "times" for it in near):
        number = next((it.amount for it in near if it.amount), None)
        if number is None or number.kind != "plain":
            return None
        factor = number.value
    before = near[-3:-1] if item.word == "what" else near[-2:-1]
    part = next((it.amount for it in before if it.amount and it.amount.kind == "fraction"), None)
    denied = work.sentence.has("not", left + 1, i) or _is_hardly(work, left, i)
    if part:
        alike = item.word in _ABOUT_EQUAL or "same" in item.tags or (item.word == "what" and not denied)
        return (part.comparison or "==", part.value / 100, part.tolerance) if alike else None
    if factor > 1 and any("less" in it.tags for it in work.items[i : i + 2]):
        return None  # "three times less than Poland"
    if factor > 1:
        comparison, tolerance = factor_bound({it.word for it in near[-3:]})
        if number is not None and number.comparison:
            comparison, tolerance = number.comparison, number.tolerance
        return None if denied else (comparison, factor, tolerance)
    if item.word in _ABOUT_EQUAL or "same" in item.tags:
        about = item.word in _ABOUT_EQUAL or work.word(i + 1) == "order"
        about = about and work.word(i - 1) not in _EXACTLY
        about = about or work.word(i - 1) in _ABOUT
        return None if denied else ("~" if about else "==", 1.0, "")
    if ("less" in item.tags and "more" not in item.tags) or _is_passive(work, i):
        return (">=" if denied else "<"), 1.0, ""
    return ("<=" if denied else ">"), 1.0, ""


def _is_hardly(work: Work, left: int, i: int) -> bool:
    """ "Neither France nor Germany spends as much as Britain", "nothing like as much", "hardly twice"."""
    lo, _ = work.clause(left)
    near = {it.word for it in work.items[max(left, i - 3) : i]}
    return bool(near & _HARDLY) or any(it.word in ("neither", "nor") for it in work.items[lo:i])


def _is_passive(work: Work, i: int) -> bool:
    """ "Is exceeded by Poland": the second of the two is the larger."""
    if work.items[i].word not in OVERTAKING:
        return False
    by = next((k for k in range(i + 1, min(i + 7, len(work.items))) if work.word(k) == "by"), 0)
    return by > 0 and not work.sentence.has("ally", i + 1, by)  # "overtaken in absolute terms by Britain"


def _sides(work: Work, lo: int, hi: int) -> list[int]:
    """The items of those compared in a stretch."""
    return [
        k
        for k in range(lo, hi)
        if k not in work.blocked
        and not _is_left_out(work, k)
        and (work.items[k].tags & {"ally", "rest", "foreign"} or work.items[k].value == EUROPE_AND_CANADA)
    ]


def _spoken_of(work: Work, lo: int, i: int) -> list[int]:
    """Those before a comparison that are compared: not the US in "after the US and ahead of Britain"."""
    found = _without_asides(work, _sides(work, lo, i))
    if found and any(it.word in _RELATIVE for it in work.items[found[-1] + 1 : found[-1] + 3]):
        return found[-1:]  # "more than Germany, which spends more than Spain"
    if found and _begins(work, found[-1], i):
        return found[-1:]
    sides = [k for k in found if "ally" not in work.items[k].tags or not is_object(work, k)]
    return sides[:-1] if len(sides) > 1 and _is_a_measure(work, sides[-2], sides[-1], i) else sides


def _without_asides(work: Work, found: list[int]) -> list[int]:
    """The sides but those in an aside: not Turkey in "Greece, which keeps an eye on Turkey, spends more than
    the US"."""
    out = []
    for k in found:
        opens = max((j for j in work.sentence.where(",", 0, k)), default=-1)
        closes = next(iter(work.sentence.where(",", k)), -1)
        aside = opens >= 0 and work.word(opens + 1) in ("which", "who") and found[0] < opens
        verb = closes > 0 and any(it.tags & {"spend"} for it in work.items[closes + 1 : closes + 3])
        if not (aside and verb):
            out.append(k)
    return out


def _is_a_measure(work: Work, before: int, k: int, i: int) -> bool:
    """Whether an ally is what the one before it was compared with: Germany in "twice as much as Germany and
    three times as much as Spain"."""
    j = k - 1
    while j > before and work.items[j].word in ("that", "of", "the", "what"):
        j -= 1
    joined = work.word(k + 1).partition(" ")[0] in ("and", "but", ",") and i - k < 8
    much = work.word(j) == "as" and any(it.tags & _FACTORS.keys() for it in work.items[before:j])
    return joined and j > before and (much or bool(work.items[j].tags & {"same", *_FACTORS}))


def _begins(work: Work, k: int, i: int) -> bool:
    """Whether an ally after "and" is who the next comparison is of: Estonia in "Poland spends as much as
    Germany and Estonia more than Greece"."""
    compared = any(it.tags & _CUES for it in work.items[work.clause(k)[0] : k])
    return k == i - 1 and i < work.clause(k)[1] and work.word(k - 1) == "and" and compared


def _is_left_out(work: Work, k: int) -> bool:
    """ "Outspends every ally except the United States": not one of those compared."""
    return any("except" in it.tags for it in work.items[max(0, k - 2) : k])


def _sides_of(work: Work, i: int) -> tuple[list[int], list[int]]:
    """The items on the two sides of a comparison: several only where they are named together."""
    pair = _pair(work, i)
    if pair is None:
        return [], []
    lo, hi = work.clause(i)
    lefts = breath_before(work, _spoken_of(work, lo, i))
    again = next((k for k in range(pair[1] + 1, hi) if work.items[k].tags & _CUES), hi)
    rights = breath(work, [k for k in _sides(work, pair[1], again) if not _begins(work, k, again)])
    comma = max(work.sentence.where(",", pair[1], again), default=-1) if again < hi else -1
    if comma > 0 and work.sentence.has("ally", comma, again):
        rights = [k for k in rights if k < comma]  # "... than the US, and Latvia and Greece more than ..."
    if len(rights) > 2 and all(any(it.amount for it in work.items[k + 1 : k + 4]) for k in rights):
        return [], []  # "Poland (3.92%) ahead of the US (3.24%), Greece (3.05%), ...": an order
    if len(rights) > 1 and not _closed(work, rights):
        rights = rights[:1]
    if len(lefts) > 1 and not _closed(work, lefts):
        lefts = lefts[-1:]
    summed = work.sentence.has("combined", lo, hi) and len(lefts) + len(rights) > 2
    near = work.items[max(lo, i - 3) : i]
    if _is_a_factor(work.items[i]) or any(it.word == "times" for it in near):
        summed = summed or len(rights) > 1  # "twice what France and Italy spend": their sum, or each
    return ([], []) if summed or len(lefts) * len(rights) > _MOST_PAIRS else (lefts, rights)


def _parts_before(work: Work, i: int) -> bool:
    """ "Half what", "a third of what"."""
    k = i - 2 if work.word(i - 1) == "of" else i - 1
    return k > 0 and "fraction" in work.items[k].tags


def _of_a_part(work: Work, i: int) -> tuple[list[int], list[int]]:
    """ "Canada spends half of what Britain does": the two sides, both of them allies."""
    lefts = _spoken_of(work, work.clause(i)[0], i)
    k = i + 2 if work.word(i + 1) == "the" else i + 1
    verb = work.items[k + 1] if k + 1 < len(work.items) else work.items[i]
    does = "spend" in verb.tags or verb.word in ("does", "did", "do")
    two = len(lefts) == 1 and "ally" in work.items[min(k, len(work.items) - 1)].tags and does
    return ([lefts[0]], [k]) if two and "ally" in work.items[lefts[0]].tags and work.free(k) else ([], [])


def _closed(work: Work, run: list[int]) -> bool:
    """Whether "and", or "or" after "more than", names the last of a run."""
    return any(it.word in ("and", "&", "nor", "or") for it in work.items[run[-2] + 1 : run[-1]])


def _pair(work: Work, i: int) -> tuple[int, int] | None:
    """The nearest items on the two sides of a comparison."""
    lo, hi = work.clause(i)
    item = work.items[i]
    before, after = _spoken_of(work, lo, i), _sides(work, i + 1, hi)
    if not before or not after:
        return None
    between: Sequence[Item] = work.items[i + 1 : after[0]]
    if any(it.tags & _FACTORS.keys() for it in between):
        return None  # the factor is what is compared
    if any(it.word == "and" for it in between) and any(it.tags & {"more", "less"} for it in between):
        return None  # "spends more and has fewer soldiers than France"
    if _is_a_factor(item):
        between = _without_its_figure(between)
    if any(it.amount or it.word in (",", "(") for it in between):
        return None
    if any(it.value in NONE or it.word == "nobody" for it in work.items[max(0, i - 9) : i]):
        return None  # "no one but Poland spends more than Estonia" is a place, not a comparison
    linked = item.word in _ALONE or item.word.endswith(" than") or "same" in item.tags or _is_a_factor(item)
    if not linked and not any(it.word in _LINKS or "than" in it.tags for it in between):
        return None
    stepped = i > 0 and bool(work.items[i - 1].tags & {"percent", "money", "points", "ordinal"})
    stepped = stepped or (
        i > 0 and bool(item.tags & {"more", "same"}) and bool(work.items[i - 1].tags & {"twice", "thrice"})
    )
    beats = item.word in OVERTAKING  # "Norway's 3.35% beats the American 3.22%"
    stepped = stepped and not beats and not _have_figures(work, i, before[-1], after[0])
    return None if stepped else (before[-1], after[0])


def _have_figures(work: Work, i: int, left: int, right: int) -> bool:
    """ "Norway 3.35% ahead of the US 3.22%": both have a figure of their own, and neither is a step."""
    beside = all(it.word in _BESIDE_A_FIGURE for it in work.items[left + 1 : i - 1])
    return beside and any("percent" in it.tags for it in work.items[right + 1 : right + 4])


def _is_a_factor(item: Item) -> bool:
    """ "Twice", "double": so many times what follows, and no verb of a change."""
    return bool(item.tags & _FACTORS.keys()) and item.word not in _VERBS


def _without_its_figure(between: Sequence[Item]) -> Sequence[Item]:
    """ "Double the 1.2 percent that Germany spends": the words between a factor and the other side, without
    the figure of that side."""
    figure = len(between) > 1 and between[0].amount is not None
    rest = [it for it in between[1:] if not it.tags & {"relative", "gdp"}]
    return () if figure and [it.word for it in rest] in (["that"], ["of"], ["which"]) else between


def _is_a_sum(work: Work, i: int, left: int, right: int) -> bool:
    """Whether "the rest" is taken together; Poland "ahead of the rest" is ahead of each."""
    lo, hi = work.clause(right)
    if work.sentence.has("combined", lo, hi):
        return True
    relative = work.sentence.has("relative", lo, hi) or work.sentence.has("percent", lo, hi)
    return work.items[left].value == "USA" and not relative and not work.items[i].word.startswith("ahead")


def _name(work: Work, k: int, other: int) -> str:
    """A side's name in a reading: a code, an aggregate, or all members but the other side."""
    item = work.items[k]
    if "rest" in item.tags:
        return f"{EXCEPT}{work.items[other].value}" if "ally" in work.items[other].tags else ""
    return "" if "foreign" in item.tags else item.value
