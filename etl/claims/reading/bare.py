"""Numbers without a noun that count members all the same: "up from 11", "23 meet it", "and nine do not"."""

from __future__ import annotations

from etl.claims.reading.items import Item
from etl.claims.reading.left_over import is_of_the_rest
from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import RESTRICTING, Work

_HELPERS = frozenset({"do", "did", "will", "are", "were", "had", "have"})
_IN_A_CLUB = frozenset({"in", "inside", "outside"})
_ALONE = set_of("most none all several some everyone everybody") | {
    "not everyone",
    "not everybody",
    "nearly everyone",
    "almost everyone",
    "a majority",
    "the majority",
}
_WHO = set_of("who whose that which in")
_AT = frozenset({"at", "above", "below", "under", "over"})
_PROJECTED = set_of("projected expected estimated forecast anticipated record probable likely a an")
_TALLIES = frozenset({"number", "group", "count", "tally", "roster"})
_IN_ALL = frozenset({"in all", "all told", "altogether", "in total"})
_ANOTHER_ONE = set_of("no new newer old older other second first latter former higher lower")
_BEFORE_BARE = (
    "it is", "it was", "by", "from", "just", "only", "'s", "to", "with", "was", "is", "against", "be", "at",
    "than the", "than", "were", "reached", "hit",
)  # fmt: skip
"""What stands before a number that takes up a count named before: "up from 11", "last year's 11"."""


def is_another_one(work: Work, i: int) -> bool:
    """Whether "one" is no number: "no one", "the new one of 3.5%"."""
    return work.items[i].word == "one" and work.word(i - 1) in _ANOTHER_ONE


def stands_bare(work: Work, i: int) -> bool:
    """Whether a number without a noun counts members, by the words around it."""
    item = work.items[i]
    if ends_negated(work, i) or sums_up(work, i) or _is_still_counted(work, i):
        return True
    if "quantifier" not in item.tags and item.amount and item.amount.kind == "plain":
        if _counts_others(work, i):
            return False
        return _predicate_follows(work, i) or _counted_before(work, i)
    if any("ally" in it.tags for it in work.items[work.clause(i)[0] : i]) or is_of_the_rest(work, i):
        return False
    apart = work.word(i + 1) in _WHO or work.word(i - 1) == "there"
    return item.value in _ALONE and not apart and _predicate_follows(work, i)


def _counts_others(work: Work, i: int) -> bool:
    """ "Eleven newcomers above the line": a number of something that is not known to be all members."""
    after = work.items[i + 1] if i + 1 < len(work.items) else work.items[i]
    return after.tags == {"word"} and after.word.endswith("s") and not after.word.endswith(("ss", "ys"))


def ends_negated(work: Work, i: int) -> bool:
    """ "... and nine do not": a number whose verb is the one before, denied."""
    that = work.word(i + 1) in ("that", "who", "which")  # "leaving nine that don't"
    after = [it.word for it in work.items[i + 1 + that : i + 4 + that]]
    length = 2 if after[:1] and after[0] in _HELPERS and after[1:2] == ["not"] else 1
    if length == 1 and after[:1] not in (["don't"], ["didn't"], ["won't"], ["hadn't"], ["haven't"], ["not"]):
        return False
    return after[length : length + 1] in ([], ["."], [","], [";"])


def sums_up(work: Work, i: int) -> bool:
    """ "Bulgaria is back above 2%, nine in all": a number that ends the sentence and sums up its line."""
    after = [it.word for it in work.items[i + 1 : i + 3]]
    ends = after[:1] != [] and after[0] in _IN_ALL and after[1:] in ([], ["."], ["!"])
    if not ends or not i or work.items[i - 1].word not in (",", ";", "–", "—"):
        return False
    lined = any(is_bounded_percent(it) or "target" in it.tags for it in work.items[:i])
    return lined and not work.sentence.has("troops")


def _is_still_counted(work: Work, i: int) -> bool:
    """ "Twenty-three and counting: 2% club swells": a headline's number, with its line after a sign."""
    after = [it.word for it in work.items[i + 1 : i + 4]]
    if i or after[:2] != ["and", "counting"] or after[2:] not in ([":"], ["–"], ["—"], [","]):
        return False
    return work.sentence.has("target", i + 4)


def _predicate_follows(work: Work, i: int) -> bool:
    """Whether a verb that counts ("meet", "were below") comes soon after a bare number."""
    after = work.items[i + 1 : i + 7]
    line = next((k for k, it in enumerate(after) if "target" in it.tags), 0)
    club = line > 0 and after[line].word == "club" and any(it.word in _IN_A_CLUB for it in after[:line])
    other = any("ally" in it.tags or (it.amount and not club) for it in after[:line])
    if not other and (club or any(it.word in _AT for it in after[:line])):
        return True  # "23 are now at the benchmark", "23 are in the 2% club"
    if after[:2] and after[0].word == "at" and any("percent" in it.tags for it in after[1:2]):
        return not work.sentence.has("ally", work.clause(i)[0], i)  # "now 23 at 2%"
    i = _past_examples(work, i)
    for k in range(i + 1, min(i + 5, len(work.items))):
        item = work.items[k]
        if "member" in item.tags or item.word in RESTRICTING:
            return False  # "most eastern allies": of another set
        if item.tags & {"meet", "miss"} or (k > i + 1 and is_bounded_percent(item)):
            return True
        if item.tags & {"ally", "money", "troops", "aggregate"} or item.word in (",", ";", ":", "(", ")"):
            return False
        if "spend" in item.tags and any(map(_is_bounded_part, work.items[k + 1 : k + 4])):
            return True
    return False


def _past_examples(work: Work, i: int) -> int:
    """The comma that ends "five, including Canada (.99), ..."; the number itself where none are named."""
    included = (
        i + 2 < len(work.items) and work.items[i + 1].word == "," and "include" in work.items[i + 2].tags
    )
    ends = work.sentence.where(",", i + 2, i + 40) if included else ()
    lines = (k for k in ends if work.sentence.has("percent", k) or work.sentence.has("target", k))
    return next((k for k in lines if "ally" not in work.items[k + 1].tags), i)


def is_bounded_percent(item: Item) -> bool:
    return item.amount is not None and item.amount.kind == "percent" and item.amount.comparison != ""


def _is_bounded_part(item: Item) -> bool:
    """ "More than 20 percent", "a fifth or more"."""
    part = item.amount is not None and item.amount.kind == "fraction" and item.amount.comparison != ""
    return part or is_bounded_percent(item)


def _counted_before(work: Work, i: int) -> bool:
    """A number that takes up a count named before: "up from 11", "last year's 11", "to 18"."""
    named = any("member" in it.tags or it.word in _TALLIES for it in work.items[:i])
    before = " ".join(it.word for it in work.items[max(0, i - 5) : i] if it.word not in _PROJECTED)
    if before.endswith(("by", "by only", "by just", "by all of")) and work.sentence.has("meet", i - 4, i):
        return True  # "was reached by five"
    if before.endswith("at") and any(it.tags & {"we", "ally"} for it in work.items[max(0, i - 4) : i]):
        return False  # "many countries are at 1 percent, and we are at 4"
    from_it = before.endswith("up from") or (i == 1 and before == "from")
    later = from_it and work.sentence.has("member", i)  # "Up from six, the number of ..."
    dated = before.endswith("and") and work.sentence.has("year", i + 2, i + 3)
    return (named or later) and (dated or before.endswith(_BEFORE_BARE))
