"""Whom a sentence leaves to "it" and "its" of the one after it."""

from __future__ import annotations

from collections.abc import Sequence

from etl.claims.reading.items import Sentence
from etl.claims.reading.owners import TAKES_UP
from etl.claims.reading.values import CompareReading, Reading
from etl.model import EUROPE_AND_CANADA

_BESIDE = frozenset({"unlike", "like", "behind", "than", "after", "alongside", "beside", "'s", "following"})
"""Before an ally: it is not the one that the sentence is of, who comes after it."""
_SUBJECT_OF = frozenset({"is", "was", "will", "has", "had", "does", "did", "which", "lags", "leads"})


def whom_of(sentence: Sentence, found: Sequence[Reading], carried: str) -> str:
    """The one ally, or Europe and Canada, that a sentence leaves to "it": the only one it names, or its
    subject where all `found` in it is of that one; "" where it is not clear. `carried` is the one that was
    left to the sentence itself."""
    named = {it.value for it in sentence.items if "ally" in it.tags or it.value == EUROPE_AND_CANADA}
    first = next((it for it in sentence.items if it.word in TAKES_UP or it.value in named), None)
    if carried and first and first.word in TAKES_UP:  # "its share is 1.28%, and Slovenia's 1.29"
        return carried if named <= {carried} else ""
    if len(named) == 1:
        return named.pop()
    subject = _subject_of_all(found)
    return subject if subject and _leads(sentence, subject) else ""


def _subject_of_all(found: Sequence[Reading]) -> str:
    """The one ally that all readings are of, or compare with others; "" where they are of several."""
    subjects = {r.subjects[0] if isinstance(r, CompareReading) or len(r.subjects) == 1 else "" for r in found}
    return subjects.pop() if len(subjects) == 1 else ""


def _leads(sentence: Sentence, subject: str) -> bool:
    """Whether an ally is the first that a sentence is of, and no other has a verb of its own."""
    items = sentence.items
    last = len(items) - 1
    allies = sentence.where("ally")
    own = next((k for k in allies if items[k].value == subject), -1)
    earlier = [k for k in allies if k < own]
    aside = all(items[k - 1].word in _BESIDE or items[k + 1].word == "'s" for k in earlier)
    after = [items[min(k + 1, last)] for k in allies if items[k].value != subject]
    others = any(it.word in _SUBJECT_OF or "spend" in it.tags for it in after)
    return own >= 0 and aside and items[min(own + 1, last)].word != "'s" and not others
