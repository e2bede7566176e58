"""Whose figure an amount is: the allies, or the aggregate, that it is said of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, groupby, pairwise

from etl.claims.reading.objects import is_object
from etl.claims.reading.work import SEPARATORS, Work, is_break, is_subject

_TO_THE_RIGHT = frozenset({"of", "in", "by", "for", "from"})
_BETWEEN = frozenset({"filler", "relative", "gdp", "spend", "meet", "combined", "year", "rest"})
_OF_IT = frozenset({"of which", "of that", "of this"})
_OF_THE_WHOLE = (["of", "it"], ["of", "that"], ["of", "this"])
_VERBS = frozenset({"came", "went", "is", "was", "has", "had", "stood", "stands", "returned", "climbed"})
_COMING = frozenset({"going", "came", "comes", "come", "coming", "stemmed", "provided", "borne"})
_OF_EUROPE = frozenset({"europe", "european", "european union", "eu"})
_FACTORS = ("fraction", "twice", "thrice", "double")
_JOINED = (["and"], [","], [",", "and"])
_OTHERS = frozenset({"most", "some", "several"})
_BEFORE_A_VERB = frozenset({"will", "should", "would", "only", "is to", "to"})
_JOINING_WE = frozenset({"of", "and"})
_OF_SEVERAL = ("member", "group", "combined", "quantifier", "rest")
_RESUMES = frozenset({";", "and", "but"})


class Owners:
    """The subjects and amounts of a sentence, and who owns which."""

    def __init__(self, work: Work, amounts: Sequence[int]) -> None:
        self._work = work
        self._amounts = amounts
        wholes = {i for i in work.used if "aggregate" in work.items[i].tags}  # what a part was said of
        self.subjects = [
            i
            for i in range(len(work.items))
            if i not in work.blocked and i not in wholes and is_subject(work, i)
        ]
        # "Behind only Poland and Estonia, the US ..."
        if work.items[0].word in ("behind", "after", "like", "unlike", "next to"):
            comma = next((k for k, it in enumerate(work.items[:9]) if it.word == ","), 0)
            own = {k for a in amounts for k in (a - 1, a - 2)}  # "after the US at 3.61%, ..."
            if work.word(comma + 1) in ("which", "who"):
                own |= set(range(comma))  # "like Spain, which spends 1.3%, Italy is far from 3.5%"
            verb = next(
                (k for k in range(1, comma) if work.word(k) in ("come", "comes", "came", "is", "are")), comma
            )
            own |= set(range(verb, comma))  # "after Poland comes the US, at 3.4%, followed by Latvia"
            self.subjects = [i for i in self.subjects if i > comma or i in own]
        self._factors = [k for tag in _FACTORS for k in work.sentence.where(tag)]
        parts = (is_break(it) and it.word not in ("—", "–", ";") for it in work.items)
        self._breaks_up_to = list(accumulate(parts, initial=0))

    def in_order(self) -> list[tuple[int, int]]:
        """ "Poland and Estonia spend 4.12% and 3.43%, Latvia and Greece 3.15% and 3.08%": each ally
        with its figure; else none."""
        if len(self.subjects) < 2 or len(self.subjects) != len(self._amounts):
            return []
        figures = set(self._amounts)
        places = sorted((*self.subjects, *self._amounts))
        runs = [list(run) for _, run in groupby(places, key=lambda k: k in figures)]
        pairs = list(zip(runs[::2], runs[1::2], strict=False))
        alike = places[0] not in figures and all(len(a) == len(b) for a, b in pairs)
        if not alike or max(map(len, runs)) < 2:
            return []
        if all(self._adjacent(a, b) for run in runs for a, b in pairwise(run)):
            return [pair for subjects, amounts in pairs for pair in zip(subjects, amounts, strict=True)]
        return []

    def of(self, i: int) -> list[int]:
        """The items of those whose figure the amount at `i` is."""
        work = self._work
        before = self.subjects[: bisect_left(self.subjects, i)]
        after = self.subjects[bisect_right(self.subjects, i) :]
        if right_of := self._is_said_to_be(i):
            return [right_of]  # "$980 billion is American"
        while before and self._spends_no_such(before[-1], i):
            before.pop()
        before = self._first_compared(before, i) or self._without_objects(before, i)
        follower = bisect_right(self._amounts, i)
        following = self._amounts[follower] if follower < len(self._amounts) else len(work.items)
        right = after[0] if after and after[0] < following else -1
        directly = work.items[i - 1].word == "the" or work.word(i + 1) == "of"
        if right >= 0 and directly and self._belongs_right(i, right):
            return self._with_next(right, following)  # "dwarfs the $507 billion of Europe and Canada"
        right = -1 if right >= 0 and (is_object(work, right) or self._measures(i, right)) else right
        alike = before and i - before[-1] < 4 and self._said_alike(before[-1], right)
        if right >= 0 and not alike and self._belongs_right(i, right):
            return self._with_next(right, following)
        if right >= 0 and self._lists_those_counted(i, right):
            right = -1  # "not more than four spend 2% of GDP: the US, ..."
        if right >= 0 and any(it.word in _OF_IT for it in work.items[i + 1 : right]):
            right = -1  # "$1.59 trillion, of which the US provides ..."
        if before and self._same_statement(before[-1], i):
            return [] if self._is_either_ones(before, i) else self._with_previous(before, i)
        if right < 0 or any(is_break(it) for it in work.items[i + 1 : right]):
            return []
        sets = any(work.sentence.has(tag, work.clause(i)[0], i) for tag in ("member", "group"))
        if (work.word(right - 1) == "with" and sets) or self._is_parted(right):
            return []  # "$1.47 trillion for defence in 2024, the US $968 billion"
        open_before = any(a < i and a not in work.used and self._same_statement(a, i) for a in self._amounts)
        return [] if open_before else self._with_next(right, following)

    def _measures(self, i: int, right: int) -> bool:
        """ "It spends 2%, half what Poland does", "2%, and only Spain did worse": the ally is what the figure
        is compared with."""
        factors = [k for k in self._factors if i < k < right]
        after = self._work.items[right + 1 : right + 3]
        only = self._work.word(right - 1) == "only" and any(it.tags & {"less", "more"} for it in after)
        return only or (bool(factors) and self._work.sentence.has(",", i, factors[0]))

    def _said_alike(self, a: int, b: int) -> bool:
        """ "For Germany 1.38%, for Canada 1.31%": each figure follows its ally."""
        said = self._work.word(a - 1)
        return said in _TO_THE_RIGHT and said == self._work.word(b - 1) and not self._follows_a_figure(a)

    def _follows_a_figure(self, a: int) -> bool:
        """ "$2,239 per head on defence in America": whether a figure before an ally is its own."""
        figure = max((k for k in self._amounts if k < a), default=a)
        between = self._work.items[figure + 1 : a]
        return bool(between) and not any("ally" in it.tags or it.word in (",", "and", ";") for it in between)

    def _is_parted(self, k: int) -> bool:
        """Whether an ally after a comma has an amount of its own, with no more than a bound between."""
        items = self._work.items
        if items[k - 1].word != ",":
            return False
        return any(
            (a in (k + 1, k + 2) and "bound" in items[a - 1].tags) or a == k + 1 for a in self._amounts
        )

    def _lists_those_counted(self, i: int, right: int) -> bool:
        """Whether a colon parts a line and the several that a number before it counts."""
        sentence = self._work.sentence
        if not sentence.has("plain", 0, i) or not sentence.has(":", i + 1, right):
            return False
        return any(right < k and self._listed(right, k) for k in self.subjects)

    def _adjacent(self, a: int, b: int) -> bool:
        """Whether only commas, "and" and the like stand between two items."""
        between = self._work.items[a + 1 : b]
        return all(
            it.word in SEPARATORS or (it.tags & {"relative", "bound"} and not it.word.endswith(" than"))
            for it in between
        )

    def _listed(self, a: int, b: int) -> bool:
        between = self._work.items[a + 1 : b]
        return self._adjacent(a, b) and (
            not between or any(it.word in ("and", "&", ",", "nor") for it in between)
        )

    def _belongs_right(self, i: int, right: int) -> bool:
        """ "2.2% of Latvia's GDP", "4.12% in Poland", "$313 billion was spent by Canada"."""
        between = self._work.items[i + 1 : right]
        if not between or len(between) > 12:
            return False
        if between[0].word == "of" and all(it.word in ("of", "the", "all") for it in between):
            if self._work.items[i - 1].word == "the":
                return True
            after = self._work.items[right + 1 : right + 2]
            return any(it.word == "'s" or it.tags & {"gdp", "spend"} for it in after)
        spends = any("spend" in it.tags for it in self._work.items[right + 1 : right + 2])
        if spends and between[-1].word in ("that", "which") and self._work.items[i - 1].word != "at":
            return all(it.tags & {"relative", "gdp"} for it in between[:-1])  # "the 1.2 that Germany spends"
        last = next((it.word for it in reversed(between) if it.word not in ("the", "its", "all")), "")
        plain = all(it.tags & _BETWEEN or it.word in _COMING for it in between)
        return last in _TO_THE_RIGHT and plain and not any(it.word in (",", ";") for it in between)

    def _same_statement(self, a: int, i: int) -> bool:
        """Whether no break parts two items, the first before the second."""
        items = self._work.items
        others = any(
            items[k].word in _OTHERS and items[k - 1].word in ("and", ",")
            for k in self._work.sentence.where("quantifier", a + 1, i)
        )  # "Canada with .99, and most were below 1.5"
        parted = self._breaks_up_to[i] - self._breaks_up_to[a + 1]
        return not others and (not parted or (parted == 1 and self._goes_on(a, i)))

    def _goes_on(self, a: int, i: int) -> bool:
        """Whether a verb stands right after the break: "1.31% in 2022, but came back to 2.09% in 2024"."""
        work = self._work
        k = next(k for k in range(a + 1, i) if is_break(work.items[k])) + 1
        while k < i and (work.word(k) in _BEFORE_A_VERB or "now" in work.items[k].tags):
            k += 1  # "but will now reach"
        verb = work.items[k].tags & {"up", "down", "meet", "spend", "future"} or work.word(k) in _VERBS
        own = work.sentence.has("claim", a, k) and work.sentence.has("claim", i, i + 4)
        return bool(verb) and own and not any(k <= s < i for s in self.subjects)

    def _with_next(self, right: int, stop: int) -> list[int]:
        group = [right]
        for k in self.subjects:
            if group[-1] < k < stop and self._listed(group[-1], k):
                group.append(k)
        shared = self._work.sentence.has("each") or self._work.items[right - 1].word in ("in", "by", "for")
        shared = shared or self._work.items[right - 1].word == "what"
        return group if shared else group[:1]

    def _with_previous(self, before: Sequence[int], i: int) -> list[int]:
        """The ally before an amount, with those named in one breath before it that have no figure of their
        own."""
        group = [before[-1]]
        if self._joins_a_set(before[-1]):
            return []
        if len(before) > 1 and self._is_which_one(before[-1], i):
            return group if self._work.word(before[-1] + 3).endswith("s") else []
        for k in reversed(before[:-1]):
            if any(k < a < group[0] for a in self._amounts) or not self._listed(k, group[0]):
                break
            if self._follows_its_own(k):
                break  # "the 1.24 percent of Germany and Canada's 1.23"
            joined = any(it.word in ("and", "&") for it in self._work.items[k + 1 : group[0]])
            if joined and len(group) > 1:
                break  # "Poland and Estonia, the US": the list ended before the comma
            group.insert(0, k)
        shared = "percent" in self._work.items[i].tags or self._work.sentence.has("each")
        if len(group) > 1 and self._is_one_of_a_pair(i):
            return []  # "Italy and Spain spent 1.49% and 1.28% in 2024, against 1.14% and 0.92% in 2014"
        return group if len(group) == 1 or shared else []

    def _is_one_of_a_pair(self, i: int) -> bool:
        """Whether "and" joins a figure to one of the same kind beside it."""
        k = bisect_left(self._amounts, i)
        beside = [*self._amounts[max(0, k - 1) : k], *self._amounts[k + 1 : k + 2]]
        items = self._work.items
        return any(
            [it.word for it in items[min(a, i) + 1 : max(a, i)] if not it.tags & {"relative", "gdp"}]
            in _JOINED
            for a in beside
        )

    def _is_which_one(self, k: int, i: int) -> bool:
        """ "France and Germany, which spends 2.4%": the clause of the last, unless its verb fits both."""
        which = self._work.word(k + 1) == "," and self._work.word(k + 2) in ("which", "who")
        return which and not any(k < a < i for a in self._amounts)

    def _follows_its_own(self, k: int) -> bool:
        """Whether a figure stands right before an ally, with "of" between."""
        a = max((a for a in self._amounts if a < k), default=k)
        between = [it.word for it in self._work.items[a + 1 : k]]
        return "of" in between and set(between) <= {"of", "the", "gdp"}

    def _spends_no_such(self, k: int, i: int) -> bool:
        """Whether an ally before a figure is only compared with: "the last save Luxembourg, spends 1.29%"."""
        if self._work.sentence.has("we", k + 1, i):
            return True  # "Germany pays 1.2 percent, we pay 3.5 percent"
        between = self._work.items[k + 1 : i]
        if [it.word for it in between[:2]] == [",", "with"] and is_object(self._work, k):
            return True  # "second after the US, with 481,000 troops"
        verb = any("spend" in it.tags for it in between)
        return (
            verb
            and is_object(self._work, k)
            and not any(it.word in ("which", "who", "whose") for it in between)
        )

    def _is_said_to_be(self, i: int) -> int:
        """The demonym of "$980 billion is American", "$968 billion of it American", after another amount
        also ", $968 billion American", the ally of "1.37% (Canada)"; 0 where there is none."""
        items = self._work.items
        if self._work.word(i + 1) == "(" and self._work.word(i + 3) == ")" and i + 2 in self.subjects:
            return i + 2
        ahead = self._work.word(i - 2).startswith("ahead of ") and self._work.word(i - 3) == ","
        if ahead and self._work.word(i + 1) == "," and i + 2 in self.subjects:
            return i + 2  # "the US and, ahead of everybody else with 3.76, Greece"
        k = i + 3 if [it.word for it in items[i + 1 : i + 3]] in _OF_THE_WHOLE else i + 1
        if self._work.word(k) in ("is", "was", "are", "were"):
            k += 1
        after = k + 2 if self._work.word(k + 1) in ("money", "cash", "funds", "dollars") else k + 1
        ends = self._work.word(after) in ("", ".", ",", ";", "?", ")", "and")
        said = k > i + 1 or (i > self._amounts[0] and self._work.word(i - 1) in (",", ";"))
        return k if said and k < len(items) and "demonym" in items[k].tags and ends else 0

    def _first_compared(self, before: list[int], i: int) -> list[int]:
        """ "The US spends more than all others combined: $968 billion": the figure after a colon is that of
        the first of the two; none where it is not so said."""
        items = self._work.items
        colon = i - 2 if "bound" in items[i - 1].tags else i - 1
        if len(before) != 2 or any(a < colon for a in self._amounts):
            return []
        summed = items[colon].word == "," and "rest" in items[before[1]].tags
        if items[colon].word != ":" and not summed:
            return []
        compared = any(it.tags & {"more", "less", "same", "than"} for it in items[before[0] + 1 : before[1]])
        return before[:1] if compared else []

    def _without_objects(self, before: list[int], i: int) -> list[int]:
        """Those before a figure without whom they are compared with, where a comma parts these from it:
        "Bulgaria is second behind the US, with 3.25 percent", "second to Greece in 2022 with 3.47"."""
        items = self._work.items
        first = next((k for k in before if not is_object(self._work, k)), -1)
        joins = (j for j in range(before[-1] + 1 if before else i, i) if items[j].word in _RESUMES)
        if first >= 0 and any(items[j + 1].word == "it" for j in joins):  # "larger than Italy's, and it is"
            return [k for k in before if not is_object(self._work, k)]
        if not before or first < 0 or not is_object(self._work, before[-1]):
            return before
        if any(
            it.word == "off" for it in items[before[-1] + 1 : i]
        ):  # "has pushed the US off the top, at 4%"
            return [k for k in before if not is_object(self._work, k)]
        near = [it for it in items[before[-1] + 1 : i] if "relative" not in it.tags]
        beside = [it.word for it in near if "year" not in it.tags and it.word != "in"]
        strong = self._work.word(i + 1) == "strong" and beside == [","]
        own = any(first < a < before[-1] for a in self._amounts)
        apart = beside[:2] in ([",", "with"], [",", "at"], [",", "on"]) or beside in (
            [":"],
            [":", "at"],
            [":", "with"],
            [":", "on"],
        )
        dated = len(beside) < len(near) and beside in (["with"], ["at"], ["on"], [","])
        closed = items[i - 2].word == "," and items[i - 1].word in ("with", "at", "on")
        if own or not (closed or strong or ((apart or dated) and len(beside) < 5)):
            return before
        return [k for k in before if not is_object(self._work, k)]

    def _is_either_ones(self, before: Sequence[int], i: int) -> bool:
        """ "Bulgaria overtook Greece with 3.25 percent": whose figure it is is not clear."""
        k, items = before[-1], self._work.items
        if self._is_either_in_turn(before, i):
            return True
        close = items[k + 1].word in ("at", "on") and items[k - 2].word == "close"
        if i - k > 3 or not (items[k + 1].word == "with" or close) or not is_object(self._work, k):
            return False
        first = next((s for s in reversed(before) if not is_object(self._work, s)), i)
        return first < k and not any(first < a < k for a in self._amounts)

    def _is_either_in_turn(self, before: Sequence[int], i: int) -> bool:
        """ "Twice Luxembourg's, and its army of 481,000": "its" after two of whom the last has no figure."""
        items, k = self._work.items, before[-1]
        its = next((j for j in range(k + 2, i) if items[j].word == "its"), i)
        joined = its < i and items[its - 1].word in ("and", ",")
        several = len({items[j].value for j in before}) > 1
        return joined and several and not any(k < a < its for a in self._amounts)

    def _joins_a_set(self, k: int) -> bool:
        """Whether an ally is named together with a set: "the Nordic countries and Poland", "the US and
        Europe"."""
        items = self._work.items
        if self._work.word(k + 1) == "and" and self._work.word(k + 2) in _OF_EUROPE:
            return True
        joined = items[k - 1].word in ("and", "plus", "with") and k > 1
        before = items[max(0, k - 5) : k - 1]
        set_near = any(it.word in _OF_EUROPE or "aggregate" in it.tags for it in before)
        apart = any("ally" in it.tags or it.amount or it.word in (",", ";") for it in before)
        return joined and (
            bool(items[k - 2].tags & {"member", "group", "aggregate"}) or (set_near and not apart)
        )


def speaker(work: Work) -> str:
    """The country of whoever says "we": an office or a place named in the sentence; "" where none is."""
    if not any(_is_one_country(work, k) for k in work.sentence.where("we")):
        return ""
    spoken = [
        k for k in work.sentence.where("speaker") if work.items[k].value and "event" not in work.items[k].tags
    ]
    offices = [k for k in spoken if work.word(k - 1) not in ("in", "at")]
    codes = {work.items[k].value for k in offices or spoken}  # an office says more than where it is held
    return codes.pop() if len(codes) == 1 else ""


def _is_one_country(work: Work, k: int) -> bool:
    """Whether "we" may be one country: not in "most of us", "Poland and we", "as Europeans we"."""
    lo, _ = work.clause(k)
    joined = work.word(k - 1) in _JOINING_WE
    return not joined and not any(work.sentence.has(tag, lo, k) for tag in _OF_SEVERAL)


def of_the_money(work: Work) -> str:
    """The one member whose money a figure is in ("PLN 158 billion"); "" where none is, or several."""
    if not work.sentence.has("money"):
        return ""
    units = {it.amount.unit.split()[-1] for it in work.items if it.amount and it.amount.kind == "money"}
    own = [(a.code, a.currencies[0]) for a in work.context.allies if len(a.currencies) == 1]
    owners = [code for code, currency in own if currency in units - {"USD"}]
    return owners[0] if len(owners) == 1 else ""
