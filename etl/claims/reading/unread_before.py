"""What a sentence may not take up from one before it of which nothing was read."""

from __future__ import annotations

from etl.claims.reading.before import Before
from etl.claims.reading.items import Item, Sentence
from etl.claims.reading.tokens import set_of

_MEASURES = frozenset(
    {"gdp", "target", "equipment", "personnel", "infrastructure", "troops", "forces", "head", "member"}
    | {"aggregate", "meet", "miss"}
)
_OF_ANYTHING = set_of("pay pays paid give gives gave put puts handed has have had is was amount amounts")
"""Verbs of what may be spent on anything."""
_ON_DEFENCE = set_of("defence defense military armed spending expenditure")
_SO = frozenset({"do so", "does so", "did so", "doing so", "done so"})


def names_its_measure(sentence: Sentence) -> bool:
    """Whether a sentence says by itself that it is of what is spent on defence: "It spends 2% of GDP"; not
    "It was 1.7%"."""
    return any(_is_a_measure(item) for item in sentence.items)


def _is_a_measure(item: Item) -> bool:
    spent = "spend" in item.tags and item.word not in _OF_ANYTHING
    return spent or (bool(item.tags & _MEASURES) and item.word not in _SO)


def has_another_figure(sentence: Sentence) -> bool:
    """Whether a sentence has a percentage or a sum, and speaks of no target."""
    return not sentence.has("target") and any(
        it.amount is not None and it.amount.kind in ("percent", "money") for it in sentence.items
    )


def is_of_a_figure_unread(sentence: Sentence, before: Before) -> bool:
    """ "German growth was 0.2%. Poland's was 3%", "Germany sent $30 billion. Britain did so too": whether a
    sentence is of what one before was of, of which nothing was read."""
    if before.first or before.readings or before.line:
        return False
    if any(it.word in _SO for it in sentence.items):
        return not sentence.has("percent") and not sentence.has("target")
    if not before.figure_unread:
        return False
    on_defence = any(it.word in _ON_DEFENCE for it in sentence.items)
    return not on_defence and not any(it.tags & _MEASURES for it in sentence.items)
