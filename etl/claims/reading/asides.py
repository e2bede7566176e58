"""Asides that say nothing of spending: "Poland, which borders Ukraine, ...", "no ally, not even Poland"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from etl.claims.reading.items import Item
from etl.claims.reading.words import NONE

_NOT_EVEN = frozenset({"not even", "even", "including", "not"})
_BORDERS = frozenset({"borders", "border", "bordering", "neighbours", "neighbors", "adjoins"})
_OPENERS = frozenset(
    {"thanks", "on", "about", "whose", "where", "a", "an", "once", "long", "owing", "home", "because"}
)
_ARTICLES = frozenset({"a", "an"})
_STATED = frozenset(
    {"amount", "year", "meet", "miss", "target", "lead", "lag", "ordinal", "more", "less", "only"}
)
"""What says something that the tables may answer."""
_VERBS = frozenset({"is", "was", "has", "had", "will", "now", "leads", "tops", "already", "comes"})
_SPENDS = frozenset({"spend", "future", "meet", "miss", "up", "down"})


def without_asides(items: list[Item]) -> list[Item]:
    """ "Poland, which borders Ukraine, spends 4%", "asked about the threat, he said that ...": what borders
    on whom, or was asked about, is not who spends."""
    out = list(items)
    starts = [0] if items[:1] and items[0].word == "asked" else []
    starts += [k for k in range(2, len(items)) if items[k - 1].word == "which" and items[k].word in _BORDERS]
    starts += [k for k in range(2, len(items)) if items[k - 1].word == "," and _opens(items, k)]
    for i in starts:
        closes = next((k for k in range(i + 1, min(i + 16, len(items) - 1)) if _closes(items, i, k)), 0)
        aside = items[i:closes]
        opened = items[i - 1].word in ("which", ",") if i else not any("ally" in it.tags for it in aside)
        if opened and not any(it.amount for it in aside):
            out[i:closes] = _as_fillers(aside)
    return _no_exception(out)


def _opens(items: Sequence[Item], k: int) -> bool:
    """Whether an aside about one ally begins at an item, up to the next comma: "Croatia, thanks to a French
    deal, jumps to 2.79%"."""
    closes = next((j for j in range(k + 1, min(k + 16, len(items) - 1)) if items[j].word == ","), 0)
    aside = items[k:closes]
    if "ally" not in items[k - 2].tags or items[k].word not in _OPENERS or not closes:
        return False
    named = any(it.tags & {"ally", "group", "member"} for it in aside)
    listed = items[k].word in _ARTICLES and named
    return not listed and not any(it.tags & _STATED or it.word in ("and", "or") for it in aside)


def _closes(items: Sequence[Item], i: int, k: int) -> bool:
    """Whether an aside from an item on ends at a comma: the verb of the sentence stands after it."""
    after = items[k + 1]
    return items[k].word == "," and (not i or after.word in _VERBS or bool(after.tags & _SPENDS))


def _no_exception(items: list[Item]) -> list[Item]:
    """ "No ally, not even Poland, spends 5%": what stands between the commas says nothing of its own."""
    out = list(items)
    for i in [k for k, it in enumerate(items) if it.word in _NOT_EVEN and k > 1]:
        opens = items[i - 1].word == "," and items[i - 2].tags & {"member", "aggregate"}
        none = opens and any(it.value in NONE for it in items[max(0, i - 6) : i - 2])
        closes = next((k for k in range(i + 1, min(i + 9, len(items))) if items[k].word == ","), 0)
        aside = items[i:closes]
        if none and closes and not any(it.amount for it in aside) and any("ally" in it.tags for it in aside):
            out[i:closes] = _as_fillers(aside)
        elif items[i].word == "not even" and items[i - 1].word == "," and _has_its_figure(items, i, closes):
            out[i] = replace(items[i], tags=frozenset({"filler", "break"}))
    return out


def _has_its_figure(items: Sequence[Item], i: int, closes: int) -> bool:
    """ "No ally does so, not even the US, which spent 3.4%": the figure is of the one, and no line."""
    none = any(it.value in NONE for it in items[:i])
    own = closes > 0 and closes + 1 < len(items) and items[closes + 1].word in ("which", "who", "at", "with")
    return none and own and "ally" in items[closes - 1].tags and any(it.amount for it in items[closes:])


def _as_fillers(aside: Sequence[Item]) -> list[Item]:
    return [replace(it, tags=frozenset({"filler"}), value="") for it in aside]
