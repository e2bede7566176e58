"""Whether a sentence speaks of what is, was, or is to be."""

from __future__ import annotations

from etl.claims.reading.items import Sentence
from etl.claims.reading.tokens import set_of

_PRESENT = set_of(
    """spends spend is are puts gives devotes stands meets reaches leads tops ranks comes makes falls remains
    remain allocates earmarks invests pays has have hits misses exceeds lags sits will
    passes clears crosses gets goes stays rises grows drops climbs manages
    meet reach give stand lead come make fall miss exceed lag already now still currently today"""
)
_PAST = set_of(
    """spent was were met reached had gave devoted stood led topped ranked came made fell remained allocated
    invested paid missed exceeded lagged did"""
)


def is_past(sentence: Sentence) -> bool:
    """Whether a sentence speaks of what was."""
    words = {it.word for it in sentence.items}
    return bool(words & _PAST) and not words & _PRESENT


def is_present(sentence: Sentence) -> bool:
    """Whether a sentence speaks of now, whatever year was named before it."""
    words = {it.word for it in sentence.items}
    return bool(words & _PRESENT) and not words & _PAST


def is_infinitive(sentence: Sentence) -> bool:
    """A headline's future: "Canada to reach 2%"."""
    items = sentence.items
    return any(
        items[k - 1].tags & {"ally", "member"} and items[k + 1].tags & {"meet", "spend", "up", "down"}
        for k in sentence.where("to", 1, len(items) - 1)
    )
