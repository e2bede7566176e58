"""Words for what the tables do not have ("own estimate", "jets") in a sentence that they can still answer."""

from __future__ import annotations

from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import Work

_MILITARY = ("defence", "defense", "military")
_MEANS = set_of("by without after through")
_GOES_ON = set_of("and but yet while")
_REASONS = set_of("due because thanks owing amid following although despite driven boosted")


def is_inside(work: Work, i: int) -> bool:
    """Whether the sentence is still about what the tables have, for all that an item says."""
    if work.word(i) == "owing" and work.word(i + 1) == "to" and work.sentence.has("ally", 0, i):
        return True  # "a heavy spender owing to its rivalry with Turkey"
    own = _is_natos_own(work, i) or _are_natos_shares(work, i) or _is_of_soldiers(work, i)
    return own or _is_for_a_line(work, i) or _is_a_reason(work, i) or _goes_on_to_spend(work, i)


def _is_of_soldiers(work: Work, i: int) -> bool:
    """ "Salaries and pensions swallow 60% of Italian defence expenditure": what NATO counts as personnel."""
    military = any(it.word.startswith(_MILITARY) or "forces" in it.tags for it in work.items)
    return "personnel" in work.items[i].tags and military


def _is_natos_own(work: Work, i: int) -> bool:
    """ "By the alliance's own estimate": NATO's tables, where no ally's own are meant."""
    if not work.items[i].word.startswith("own "):
        return False
    named = [it for it in work.items[max(0, i - 3) : i] if it.tags & {"ally", "aggregate", "government"}]
    return "aggregate" in named[-1].tags if named else not work.sentence.has("ally")


def _is_for_a_line(work: Work, i: int) -> bool:
    """ "Its date for NATO's 2%", "for NATO's target": a line, and nothing that is paid for; "NATO costs
    America 4.3% of GDP": what an ally spends."""
    after = work.items[i + 1 : i + 2]
    if work.items[i].word == "nato costs" and any("ally" in it.tags for it in after):
        return work.sentence.has("percent", i + 2, i + 4) and any(map(work.sentence.has, ("gdp", "relative")))
    return work.items[i].word == "for nato 's" and any(it.tags & {"percent", "target"} for it in after)


def _are_natos_shares(work: Work, i: int) -> bool:
    """ "The largest shares in NATO", "the lowest shares in 2016": of GDP, and none in a firm."""
    after = work.items[i + 1 : i + 3]
    named = any(it.tags & {"aggregate", "member", "group", "year"} for it in after)
    return work.items[i].word == "shares in" and named


def _begins_a_reason(work: Work, k: int) -> bool:
    """ "Because", "by counting", "without buying", "paid for by": how or why something is so."""
    if work.word(k) in _MEANS and work.word(k + 1).endswith("ing"):
        return True
    paid = [work.word(k), work.word(k + 1)] == ["paid", "for"]
    return paid or (work.items[k].word in _REASONS and "only" not in work.items[k - 1].tags)


def _goes_on_to_spend(work: Work, i: int) -> bool:
    """ "Will buy 24 jets and is spending 2.1% of GDP": what is outside the tables ends before another verb,
    which has the one figure."""
    k = next((k for k in range(i + 1, len(work.items)) if work.word(k) in _GOES_ON), 0)
    after = work.items[k + 1 : k + 3] if k else ()
    verb = any(it.tags & {"spend", "future"} or it.word in ("is", "was", "now") for it in after)
    figures = [*work.sentence.where("percent"), *work.sentence.where("money")]
    of_gdp = work.sentence.has("relative", k) or work.sentence.has("gdp", k)
    return verb and bool(figures) and min(figures) > k and of_gdp


def _is_a_reason(work: Work, i: int) -> bool:
    """Whether what is outside the tables only explains what was said: "..., due to a purchase of jets"."""
    first = next(iter(work.sentence.where("ally")), 0)
    figure = any(it.tags & {"percent", "money"} for it in work.items[:first])
    if work.items[0].word in _REASONS and i < first and not figure:
        return True  # "Thanks to the purchase of fighters Bulgaria is second"
    starts = [k for k in range(max(1, i - 8), i) if _begins_a_reason(work, k)]
    if (
        not starts
        or not work.sentence.has("amount", 0, starts[0])
        or work.sentence.has("percent", starts[0], i)
        or work.sentence.has("money", starts[0], i)
    ):
        return False
    end = min((*work.sentence.where(",", i)[:1], *work.sentence.where(";", i)[:1]), default=len(work.items))
    return not work.sentence.has("amount", i, end)
