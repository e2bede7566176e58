"""How a figure compares with what was spent: is it a line that is reached or missed, or the figure itself."""

from __future__ import annotations

from collections.abc import Mapping

from etl.claims.reading.denials import NEITHER, is_neither
from etl.claims.reading.items import Item
from etl.claims.reading.numbers import Amount
from etl.claims.reading.targets import is_round
from etl.claims.reading.values import Comparison
from etl.claims.reading.work import Work, is_break

_AFTER = frozenset({"after", "from", "against", "versus"})
_SPENDS = frozenset({"spends", "spent", "spend", "puts", "put", "devotes", "devoted", "pays", "paid"})
_STANDS = frozenset({"is", "was", "stands", "stood", "remains", "remained", "sits", "sat"})
_VERBS = _SPENDS | _STANDS
_PARTING = frozenset({",", ";", "and", "but"})
_IT = frozenset({"it", "they", "only", "just", "still", "he", "she"})
_HELPERS = frozenset({"will", "now", "would"})
_JOINING = frozenset({",", "and", "the"})
_DENIALS: Mapping[Comparison, Comparison] = {
    "==": "<", ">=": "<", ">": "<=", "<": ">=", "<=": ">", "~": "<",
}  # fmt: skip


def figure_bound(work: Work, i: int, k: int, amount: Amount) -> Comparison | None:
    """How the figure compares with the number, by the words between it and its owner; None where denied."""
    crossed = amount.kind == "money" and work.items[i - 1].word.startswith("cross")
    said: Comparison = amount.comparison or (">" if crossed else "==")
    if work.word(i - 1) == "(" and (i == k + 2 or work.word(i + 1) == ")"):
        return said  # "neither Italy (1.49%) nor Spain (1.28%)", "did not reach 2% in 2022 (1.75%)"
    own = _own_words(work, k, i)
    between = work.items[max(min(i, k) + 1, own) : max(i, k)]
    line = amount.kind == "percent" and is_round(amount.value, amount.decimals)
    if k == i and line and work.sentence.has("miss", *work.clause(i)):
        return "<"
    denials = [
        it for it in between if "not" in it.tags and it.word not in NEITHER and not _is_contrast(work, it)
    ]
    if denials or _is_denied(work, i, k):
        return None if said == "==" and not line else _DENIALS[said]
    missed = max((j for j in range(min(i, k), max(i, k)) if _misses(work, j, i)), default=-1)
    if missed >= 0 and any("miss" in it.tags for it in between):
        if i < k and not line:
            return None  # "with 1.82% they missed it, as did Germany"
        beside = work.items[missed + 1 : i]
        apart = any(it.word in ("with", "at", "on") or it.tags & {"percent", "target"} for it in beside)
        behind = apart and work.word(missed).endswith("behind")  # "lag behind with 1.5 percent"
        figure = (apart and not line) or behind  # "is far from 2%: 1.28%"
        return said if figure else "<"  # "just misses it with 3.38%" has a figure of its own
    promises = (*work.sentence.where("promise"), *work.sentence.where("deadline"))
    promised = not own and any(j not in work.blocked for j in promises)
    pledged = any(p.value == amount.value for p in work.context.pledges)
    whole = amount.value % 1 == 0 or pledged
    if line and not amount.comparison and work.word(i + 1) in ("spender", "spenders"):
        return ">="  # "has joined the club of 2% spenders"
    at = (
        work.items[i - 1].word == "at"
        and whole
        and (work.sentence.has("meet") or work.sentence.has("target") or _is_asked_by_now(work, i))
    )
    met = any("meet" in it.tags and it.word[:2] != "ke" for it in between)
    aside = work.word(i - 1) in ("at", "with", "on") and work.word(i - 2) == "," and amount.decimals
    if i > k and (aside or work.word(i - 1) in _AFTER):
        return said  # "reaches 2.09 percent, after 1.5 last year", "has crossed the line, at 2.5"
    only = "only" in work.items[i - 1].tags  # "to reach only 1.53% by 2024"
    line = line or (promised and amount.kind == "percent" and _has_deadline(work, i) and not only)
    ahead = pledged and any(
        work.items[j].number > work.day.year for j in work.sentence.where("claim", i + 1, i + 8)
    )
    falls = promised and any("down" in it.tags for it in between)  # "is to fall to 1.25 percent by 2023"
    return ">=" if not amount.comparison and line and not falls and (promised or at or met or ahead) else said


def _is_asked_by_now(work: Work, i: int) -> bool:
    """ "Is Germany at 2 percent yet", "already at 2%": whether a line has been reached."""
    near = (*work.items[max(0, i - 3) : i - 1], *work.items[i + 1 : i + 3])
    return any(it.word in ("yet", "already") for it in near)


def _is_denied(work: Work, i: int, k: int) -> bool:
    """Whether a figure is denied of its owner: "neither", "none of them", "not 2% in Spain"."""
    none = any(work.items[j].value == "none" for j in work.sentence.where("quantifier", k, i))
    denied = none or is_neither(work, _first_named(work, k) - 3, k, i)
    return denied or (0 < i < k and "not" in work.items[i - 1].tags)


def _first_named(work: Work, k: int) -> int:
    """The first of the allies that are named in a row up to an item."""
    while k > 1 and ("ally" in work.items[k - 1].tags or work.word(k - 1) in _JOINING):
        k -= 1
    return k


def _misses(work: Work, j: int, i: int) -> bool:
    """Whether what is missed at an item may be the figure at `i`; not in "below the target, plans 2%"."""
    plan = work.sentence.has("target", j, j + 3) and work.sentence.has("promise", j, i)
    return "miss" in work.items[j].tags and j not in work.blocked and not plan


def _own_words(work: Work, k: int, i: int) -> int:
    """Where the words on a figure begin, after another with its own verb: "did not reach 2% in 2024; it spent
    1.5%", "Italy, which has yet to reach 2 percent, spent 1.49 percent"; after a denial that ends before a
    verb of spending: "has no army and spends 0%", "Sweden, not yet a member, spends 1.5%"."""
    if not _VERBS.intersection([it.word for it in work.items[k + 1 : i]]):
        return 0
    verb = max((j for j in range(k + 1, i) if _states(work, j)), default=0)
    figure = max(work.sentence.where("percent", k + 1, i), default=-1)
    parted = work.word(verb - 1) in _PARTING or (work.word(verb - 1) in _IT and verb > k + 2)
    parted = parted or (work.word(verb - 1) in _HELPERS and work.word(verb - 2) == ",")
    return verb if verb > k + 1 and (figure < verb or figure < 0) and parted else 0


def _states(work: Work, j: int) -> bool:
    """A verb that a figure is said with: "spends", "is at", "stood at"."""
    return work.word(j) in _SPENDS or (work.word(j) in _STANDS and work.word(j + 1) in ("at", "on", "only"))


def _is_contrast(work: Work, denial: Item) -> bool:
    """ "Poland and not Germany spends 4.5%": a denial of who is named after it, and not of the figure."""
    k = work.items.index(denial) + 1
    return any(j in work.blocked and "ally" in work.items[j].tags for j in (k, k + 1))


def _has_deadline(work: Work, i: int) -> bool:
    """ "2.6% by 2027", said before it ends: what is to be reached, and no figure of that year."""
    after = work.items[i + 1 : i + 8]
    stop = next((k for k, it in enumerate(after) if _ends_a_figure(it)), len(after))
    return any("deadline" in it.tags and it.year_on(work.day) >= work.day.year for it in after[:stop])


def _ends_a_figure(item: Item) -> bool:
    """Whether another figure, promise or line follows, to which a year after it belongs."""
    ends = item.amount is not None or is_break(item) or item.word == "and"
    return ends or bool(item.tags & {"promise", "meet", "target"})


def is_far(work: Work, lo: int, hi: int) -> bool:
    missed = [it.word for it in work.items[lo:hi] if "miss" in it.tags]
    return any(word.startswith(("far", "very far", "a long way", "nowhere", "way off")) for word in missed)
