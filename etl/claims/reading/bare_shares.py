"""Numbers without "percent" after a sentence on shares of GDP: "Lithuania is at 1.96, France at 2.06"."""

from __future__ import annotations

from msgspec.structs import replace

from etl.claims.reading.before import Before
from etl.claims.reading.items import Item, Sentence
from etl.claims.reading.tokens import set_of
from etl.model import SHARE_OF_GDP

_BEFORE = set_of("at on with to spends spent spend is was and just only ( reaches reached")
_MOST = 6.0
"""In per cent of GDP: what a number without a unit may be; more is of something else."""


def with_bare_shares(sentence: Sentence, before: Before) -> Sentence:
    """The sentence with its bare numbers with decimals as percentages, where it names allies, says no unit,
    and all of the sentence before is of shares of GDP."""
    measures = {reading.indicator for reading in before.readings}
    named = sentence.has("ally") or bool(before.whom)
    if measures != {SHARE_OF_GDP} or not named or sentence.has("percent") or not sentence.has("plain"):
        return sentence
    places = [k for k in sentence.where("plain", 1) if _is_share(sentence.items, k)]
    if len(places) < len(sentence.where("plain")):
        return sentence
    items = list(sentence.items)
    for k in places:
        amount = items[k].amount
        if amount is not None:
            tags = (items[k].tags - {"plain"}) | {"percent"}
            items[k] = replace(items[k], tags=tags, amount=replace(amount, kind="percent", unit="percent"))
    return Sentence(tuple(items), sentence.start, sentence.end, sentence.text)


def _is_share(items: tuple[Item, ...], k: int) -> bool:
    """Whether a number may be a share of GDP: 1.96, and not 96 or 2,500."""
    amount = items[k].amount
    if amount is None or amount.unit or not 0 < amount.decimals < 3 or amount.value > _MOST:
        return False
    before = items[k - 1]
    return before.word in _BEFORE or "ally" in before.tags or "bound" in before.tags
