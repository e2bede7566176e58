"""The years that stand in a text, and the part each has in its sentence."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from etl.claims.reading.numbers import may_be_number, read_number
from etl.claims.reading.tokens import Token, set_of

_MONTHS = set_of(
    """january february march april may june july august september october november december jan feb mar
    apr jun jul aug sep sept oct nov dec"""
)
_RELATIVE = {
    0: """
        this year, the current year, current year, in the present year, this financial year, this fiscal
        year, end of the year, the year 's end
    """,
    -1: "last year, the past year, past year, previous year, in the year past, a year ago, one year ago",
    1: "next year, the coming year",
    -2: "the year before last",
    2: "the year after next",
    -10: "a decade ago",
}
_DEADLINES = {
    0: """
        by year - end, by year 's end, by the year 's end, by the end of the year, by the end of this year,
        before the end of the year, before the end of this year, before the year is out
    """,
    1: "by the end of next year, by next year",
}
"""Years by whose end something is to be so."""
_NUMBERS = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_AGO = {-n: f"{word} years ago, {n} years ago" for n, word in enumerate(_NUMBERS, 2)}
"""Years said from the day, by how far they are from its year."""
_EARLIER = {
    0: "that year, the same year, in the same year",
    1: "the next year, the following year, the year after, the year later",
}
"""Years that only the sentence before can settle, by how far they are from the year named there."""
_THEN = {0: "by then, by that time, by that point, by that date, by this point, by this time"}
_OF_THE_PLEDGE = {
    2014: """
        when it was made, when it was given, when it was signed, when it was adopted,
        when the pledge was made, when the pledge was given, at the pledge, when it was agreed, when the goal
        was agreed, when the target was agreed, when the guideline was agreed
    """
}
_NOW = {
    0: """
        today, now, currently, at present, at the moment, presently, nowadays, these days, as of monday, as of
        tuesday, as of wednesday, as of thursday, as of friday, as of today, as of now, as of this week, as
        things stand, this time
    """
}
_BEFORE = {
    -1: """
        the year before, a year earlier, one year earlier, the previous year, the prior year,
        a year before, the year earlier, the preceding year
    """
}
_SINCE = {
    2014: """
        since crimea, since the annexation of crimea, since russia 's annexation of crimea, since russia
        annexed crimea, since the wales summit, since the wales pledge, since newport
    """
}
_YEARLY = {0: "on the year, year on year, year - on - year, annually, from a year earlier, on a year earlier"}
_Phrase = tuple[tuple[str, ...], str, int]


def _by_first_word() -> dict[str, list[_Phrase]]:
    kinds = {
        "relative": _RELATIVE,
        "ahead": _DEADLINES,
        "earlier": _EARLIER,
        "then": _THEN,
        "said": _OF_THE_PLEDGE,
        "now": _NOW,
        "before": _BEFORE,
        "yearly": _YEARLY,
        "since": _SINCE,
    }
    found: dict[str, list[_Phrase]] = {}
    for kind, cells in (*kinds.items(), ("relative", _AGO)):
        for number, cell in cells.items():
            for phrase in cell.split(","):
                key = tuple(phrase.split())
                found.setdefault(key[0], []).append((key, kind, number))
    for phrases in found.values():
        phrases.sort(key=lambda p: -len(p[0]))
    return found


_BY_FIRST = _by_first_word()
_EVENTS = set_of(
    """pledge pledged summit wales newport vilnius hague madrid warsaw agreed agreement invasion
    annexation annexed crimea invaded war signed set adopted joined join declaration commitment
    guideline founded since accession treaty decided committed established founding formulated
    prices meeting laid elected reaffirmed renewed confirmed independence unification founding born"""
)
_AFTER_EVENTS = set_of(
    """summit pledge promise guideline commitment goal invasion annexation agreement prices dollars us
    exchange levels price wales treaty war election declaration constant crisis"""
)
_EVENT_ADJECTIVES = set_of("nato wales defence defense investment us constant russian vilnius hague")
_CLAIM_WORDS = set_of(", ; and but met meet meets reached reach spent spend : target members allies")
_MEETS = set_of(
    """met meet meets reached reach reaches meeting reaching honoured honored honour honor honours fulfilled
    fulfil fulfils fulfill hit hits attained achieved lived live lives complied comply complies adhered
    stuck abided cleared crossed satisfied satisfy kept missed miss misses short
    below under at above"""
)
_SIZES = set_of("tally level levels figure figures number total count sum share amount that those one")
_THAN_PLANNED = tuple(
    ["than", word]
    for word in ("planned", "expected", "promised", "intended", "foreseen", "forecast", "thought")
)
_AS_MUCH = set_of("many much high large big")
_MULTIPLES = set_of("times twice double triple treble than as half above below over doubled fourfold")
_OF_A_LEVEL = set_of("above below over under than on from")
_ENACTED = set_of(
    """passed adopted approved presented unveiled announced published released tabled drafted written
    drawn up voted"""
)
_PAPERS = set_of(
    ", budget budgets law laws plan plans bill bills strategy report table tables data figures document"
)
_LINES = set_of("goal target foreseen fixed due prescribed envisaged planned")
_DUE = set_of("due required obligatory mandatory compulsory binding")
_MARKS = set_of("mark target goal threshold level line % percent")
_HAS_TIME = set_of("has have had given gives")
_DID = set_of("did was were had spent")
_GOALS = set_of("guideline pledge commitment")
_UNITS_AFTER = set_of("% percent per billion million bn troops soldiers euros people")
_CHANGES = set_of("up down change unchanged increase decrease rise drop")
_MULTIPLIED = set_of(
    """doubled tripled trebled quadrupled quintupled fivefold sixfold sevenfold eightfold ninefold tenfold
    threefold fourfold twofold"""
)
FIRST, LAST = 1949, 2045
"""The years that a number can stand for."""


class YearFound(msgspec.Struct, frozen=True):
    """A year in the text: `value` "said", "relative", "before" (the year before the one meant), "month", or
    "planned" (earlier than was planned)."""

    role: str
    value: str
    number: int
    after: int


def read_year(tokens: Sequence[Token], i: int) -> YearFound | None:
    """The year that starts at token `i`, with its part in the sentence: claim, base, deadline, setting."""
    for key, kind, number in _BY_FIRST.get(tokens[i].word, ()):
        if tuple(t.word for t in tokens[i : i + len(key)]) != key:
            continue
        if kind == "now":
            return YearFound("now", "now", 0, i + len(key))
        if kind == "then":
            return YearFound("claim then", kind, 0, i + len(key))
        if kind == "since":
            return YearFound("base", "said", number, i + len(key))
        if kind == "before" and [t.word for t in tokens[i + len(key) :][:2]] in _THAN_PLANNED:
            return YearFound("setting", "planned", number, i + len(key))
        if kind == "ahead":
            return YearFound("claim deadline", "relative", number, i + len(key))
        if kind in ("before", "yearly"):
            return YearFound("base", kind, number, i + len(key))
        base = kind == "relative" and number <= 0 and _is_base(tokens, i, i + len(key))
        if kind == "relative" and number < -1 and _is_of_a_pledge(tokens, i):
            return YearFound("setting", kind, number, i + len(key))
        return YearFound("base" if base else "claim", kind, number, i + len(key))
    return _as_many_years(tokens, i) or _month(tokens, i) or _number(tokens, i) or _years_back(tokens, i)


def _is_of_a_pledge(tokens: Sequence[Token], i: int) -> bool:
    """ "The 2% that they signed up to a decade ago": when a target was agreed, and no year of a figure."""
    before = [t.word for t in tokens[max(0, i - 4) : i]]
    return any(word in _EVENTS for word in before) and not set(before) & _CLAIM_WORDS


def _years_back(tokens: Sequence[Token], i: int) -> YearFound | None:
    """ "Ten years earlier", "a decade before": so many years before the one meant."""
    found = read_number(tokens, i) if may_be_number(tokens[i].word) else None
    number, after = (int(found[0].value), found[1]) if found else (1, i + 1)
    if after + 1 >= len(tokens) or not (found or tokens[i].word == "a"):
        return None
    years = {"year": 1, "years": 1, "decade": 10, "decades": 10}.get(tokens[after].word, 0) * number
    if tokens[after + 1].word == "ago" and 1 <= years <= 40:
        if _is_of_a_pledge(tokens, i):
            return YearFound("setting", "relative", -years, after + 2)
        base = _is_base(tokens, i, after + 2)
        return YearFound("base" if base else "claim", "relative", -years, after + 2)
    if tokens[after + 1].word == "after" and 1 <= years <= 20 and (k := _year_named(tokens, after + 2)):
        return YearFound("claim", "said", int(tokens[k].word) + years, k + 1)
    opens = i == 0 or (i == 1 and tokens[0].word in ("and", "but"))
    later = tokens[after + 1].word in ("later", "on") or (opens and tokens[after + 1].word == "after")
    if later and 1 <= years <= 20:
        return YearFound("claim", "earlier", years, after + 2)
    if tokens[after + 1].word == "before" and (k := _year_named(tokens, after + 2)):
        return YearFound("claim", "said", int(tokens[k].word) - years, k + 1) if 1 <= years <= 20 else None
    if tokens[after + 1].word not in ("earlier", "before", "previously") or not 1 <= years <= 20:
        return None
    return YearFound("base", "before", -years, after + 2)


def _as_many_years(tokens: Sequence[Token], i: int) -> YearFound | None:
    """ "Sixfold in a dozen years", "doubled within ten years": the year that a multiple is since."""
    if tokens[i].word not in ("in", "within", "over") or not _is_of_a_multiple(tokens, i):
        return None
    dozen = [t.word for t in tokens[i + 1 : i + 3]] == ["a", "dozen"]
    found = read_number(tokens, i + 1) if i + 1 < len(tokens) and may_be_number(tokens[i + 1].word) else None
    years, after = (12, i + 3) if dozen else (int(found[0].value), found[1]) if found else (0, i)
    said, ends = ([t.word for t in tokens[after : after + 2]] + ["", ""])[:2]
    if not 2 <= years <= 20 or said != "years" or ends in ("earlier", "ago", "time", "later"):
        return None
    return YearFound("base", "relative", -years, after + 1)


def _is_of_a_multiple(tokens: Sequence[Token], i: int) -> bool:
    """Whether "doubled" stands near a time, and not in another statement: "doubled, and in five years"."""
    if any(t.word in ("will", "would", "shall") for t in tokens[max(0, i - 6) : i + 8]):
        return False
    before = [t.word for t in tokens[max(0, i - 14) : i]]
    said = max((k for k, word in enumerate(before) if word in _MULTIPLIED), default=-1)
    if said >= 0:
        return not set(before[said:]) & {",", ";", ":", "and", "but", "while"}
    return any(t.word in _MULTIPLIED for t in tokens[i : i + 24])


def _year_named(tokens: Sequence[Token], i: int) -> int:
    """The token of "2014" or "the 2014 pledge" at a token; 0 where no year is named there."""
    k = i + 1 if i < len(tokens) and tokens[i].word == "the" else i
    word = tokens[k].word if k < len(tokens) else ""
    return k if word.isdecimal() and len(word) == 4 and FIRST <= int(word) <= LAST else 0


def _month(tokens: Sequence[Token], i: int) -> YearFound | None:
    """ "By March": a deadline in the budget year."""
    word = tokens[i].word
    before = tokens[i - 1].word if i else ""
    if word not in _MONTHS or before not in ("by", "until", "before", "next"):
        return None
    if not tokens[i].capital and word in ("may", "march") and before != "by":
        return None
    after = tokens[i + 1].word if i + 1 < len(tokens) else ""
    return None if after.isdecimal() and len(after) == 4 else YearFound("deadline", "month", 0, i + 1)


def _number(tokens: Sequence[Token], i: int) -> YearFound | None:
    word = tokens[i].word
    if not (word.isdecimal() and len(word) == 4 and FIRST <= int(word) <= LAST):
        return None
    after = i + 1
    following = tokens[after].word if after < len(tokens) else ""
    if following in _UNITS_AFTER or (i and tokens[i - 1].word in ("$", "€", "£")):
        return None
    if following in ("s", "'s") and tokens[after].start == tokens[i].end and word.endswith("0"):
        return YearFound("setting", "decade", 0, after + 1)
    if following in ("/", "-", "–") and after + 1 < len(tokens):
        second = tokens[after + 1]
        tight = (
            tokens[after].start == tokens[i].end
            and second.start == tokens[after].end
            and second.word.isdecimal()
        )
        if tight and len(second.word) == 2:  # a fiscal year: the one with most of its months
            return YearFound("claim", "said", int(word), after + 2)
        if tight and len(second.word) == 4:
            return YearFound("base", "said", int(word), after)
    return YearFound(_role(tokens, i), "said", int(word), after)


def _is_base(tokens: Sequence[Token], i: int, after: int) -> bool:
    before = tokens[i - 1].word if i else ""
    two = tokens[i - 2].word if i > 1 else ""
    return (
        before in ("than", "over", "since", "on", "from")
        or (before == "in" and two in ("than", "as"))
        or (before == "as" and two in _AS_MUCH)
        or (before in ("with", "to") and two in ("compared", "comparison"))
        or (before in _SIZES and any(t.word in _MULTIPLES for t in tokens[max(0, i - 4) : i]))
    )


def _role(tokens: Sequence[Token], i: int) -> str:
    """The part of a year in its sentence: claim, base of a change, deadline, or only the setting."""
    before = [*(t.word for t in reversed(tokens[max(0, i - 7) : i])), "", "", "", ""]
    after = [*(t.word for t in tokens[i + 1 : i + 4]), "", ""]
    first, second, third = before[:3]
    if _is_of_what_is_due(before) or (first in ("in", "on") and second in _ENACTED and third in _PAPERS):
        return (
            "setting"  # "the 3.5% mark that is due only in 2035", "its 2025 budget, passed in 2024, sets ..."
        )
    if after[0] in ("level", "levels") and first in _OF_A_LEVEL:
        return "base"  # "12% above 2023 levels"
    if after[0] in _AFTER_EVENTS or (after[1] in _AFTER_EVENTS and after[0] in _EVENT_ADJECTIVES):
        return "setting"
    if _is_of_a_size(before):
        return "base"  # "three times the tally of 2014"
    if _starts_a_change(first, second, third, after[0]) or _is_first_of_two(tokens, i):
        when = "when" in (after[0], after[1] if after[0] == "," else "")
        return "base claim" if when else "base"  # "compared with 2014, when three met it"
    if first == "in" and second in _DID and {"than", "like", "as"} & set(before[2:6]):
        return "base"  # "more than they did in 2022", "like Hungary did in 2023"
    if {first, second, third} & {"ahead"} and "of" in (first, second):
        return "setting"  # "four years ahead of the 2029 deadline"
    if first == "before" or (first == "of" and second in ("dollars", "prices", "$", "terms", "euros")):
        return "setting"
    if _is_of_an_event(before) or (first == "for" and (second in _EVENTS or second in _LINES)):
        return "setting"
    return _role_of_a_limit(before, after[0])


def _is_of_what_is_due(before: Sequence[str]) -> bool:
    """Whether a year is when a line falls due: "the mark due in 2035", "the 3.5% it has to reach by 2035"."""
    near = [word for word in before if word not in ("in", "by", "only", "until", "at", "the")]
    if near[0] in _DUE:
        return near[1] in _MARKS or (near[1] in ("is", "are", "becomes") and near[2] in ("that", "which"))
    asked = near[0] in _MEETS and (near[1:3] == ["to", "has"] or near[1:3] == ["to", "have"])
    return asked and near[3] in ("it", "they", "allies", "members", "countries", "all")


def _role_of_a_limit(before: Sequence[str], after: str) -> str:
    """The part of a year after "by" or "until", by the words before it: a deadline, or none of a figure."""
    first, second = before[:2]
    if first == "until" and second in _HAS_TIME and after != "to":
        return "setting"  # "Portugal, on 1.55 percent, has until 2029"
    by_the_end = first in ("of", "in") and second in ("end", "start") and "by" in before[2:4]
    return "deadline" if first in ("by", "until") or by_the_end else "claim"


def _is_first_of_two(tokens: Sequence[Token], i: int) -> bool:
    """ "Cut by 24% 2010 to 2015": the first of two years with only "to" between them."""
    to = i + 1 < len(tokens) and tokens[i + 1].word in ("to", "through")
    second = _year_named(tokens, i + 2) if to else 0
    return second == i + 2 and int(tokens[i].word) < int(tokens[second].word)


def _is_of_a_size(before: Sequence[str]) -> bool:
    """Whether a year is that of a number which another is measured by: "double the number of 2014"."""
    near = [word for word in before if word not in ("of", "in", "the", "from", "for", "'s")]
    return near[0] in _SIZES and bool(set(before[:5]) & _MULTIPLES)


def _starts_a_change(first: str, second: str, third: str, after: str) -> bool:
    """Whether the words before a year make it the one that a change is measured from."""
    if first in ("since", "than", "after", "over", "on", "between"):
        return True
    if first == "in":
        return second in ("than", "since", "as") or (second in ("to", "with") and third == "compared")
    if first in ("to", "with"):
        return second in ("compared", "comparison")
    return first == "from" and (second in _CHANGES or after in ("to", "until", "through"))


def _is_of_an_event(before: Sequence[str]) -> bool:
    """Whether a pledge, a summit or a war stands right before a year: "agreed in 2014"."""
    near = before[1:8] if before[0] in ("in", "of", "at", "the", "from") else before[:1]
    stop = next((k for k, word in enumerate(near) if word in _CLAIM_WORDS | _MEETS), len(near))
    goal = before[0] == "in" and near[0] in _GOALS and any(word in _MEETS for word in near[stop : stop + 1])
    said = [w for k, w in enumerate(near) if not (w == "set" and k and near[k - 1] == "to")]  # "is set to"
    return any(word in _EVENTS for word in said[1 if goal else 0 : stop])  # "met the guideline in 2018"
