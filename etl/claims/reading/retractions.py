"""What was read of a clause is taken back where the clause has more: somebody left out, another line."""

from __future__ import annotations

from etl.claims.reading.standing import breath
from etl.claims.reading.targets import HIGHEST_SHARE, MULTIPLES, owned_by_ally
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import CountReading, ListReading, RankReading
from etl.claims.reading.work import Draft, Work
from etl.model import EXCEPT

LEFT_OUT = "Some are left out here; what is said of the others was not read."
OTHER_LINE = "The number beside this was not read; without it no target is assumed."
_ASIDE = set_of("aside excepted excluded notwithstanding")
_EXCEPTIONS = set_of("exception exceptions")
_NEAR = 5


def take_back(work: Work) -> None:
    """Takes back the readings that would be judged with a part of what is said passed over."""
    _without_exceptions(work)
    _without_assumed_lines(work)


def _without_exceptions(work: Work) -> None:
    """Those of a clause that leaves out somebody, unless they do: "every ally except Belgium"."""
    for i in range(len(work.items)):
        if not _leaves_out(work, i) or i in work.used:
            continue
        lo, hi = work.clause(i)
        if work.items[i].word in _EXCEPTIONS:
            lo = 0  # "Every ally is over 1.5%; Spain and Belgium are the exceptions"
        near = [d for d in work.drafts if d.lo < hi and d.hi >= lo]
        if any(_says_so(work, d, i) for d in near):
            continue
        work.blocked[i] = LEFT_OUT
        work.drafts[:] = [d for d in work.drafts if d not in near]


def _without_assumed_lines(work: Work) -> None:
    """Those of an assumed target, where a percentage or a multiple of it stands unread: "half the target"."""
    open_lines = [i for i in range(len(work.items)) if _is_open_line(work, i)]
    for draft in list(work.drafts):
        assumed = any(a.about == "target" for a in draft.assumptions)
        lo, hi = work.clause(draft.lo)[0], work.clause(draft.hi)[1]
        near = [i for i in open_lines if "percent" in work.items[i].tags or lo <= i < hi]
        near = [i for i in near if not _is_the_same(work, i, draft)]
        if assumed and near:
            work.blocked[near[0]] = OTHER_LINE
            work.drafts.remove(draft)


def _is_the_same(work: Work, i: int, draft: Draft) -> bool:
    """ "Ten years to get to 2%; nine are still below": the line that was assumed."""
    amount, reading = work.items[i].amount, draft.reading
    line = reading.target if isinstance(reading, CountReading | ListReading) else None
    return (
        amount is not None
        and "percent" in work.items[i].tags
        and not amount.comparison
        and amount.value == line
    )


def _is_open_line(work: Work, i: int) -> bool:
    """Whether a number may be the line and is in no reading, or is so many times the line."""
    item = work.items[i]
    if item.tags & MULTIPLES:
        target = next(
            (k for k in range(i + 1, min(i + 7, len(work.items))) if "target" in work.items[k].tags), i
        )
        between = work.items[i + 1 : target]
        return target > i and not any(it.tags & {"meet", "miss", "member", "ally", "spend"} for it in between)
    amount = item.amount
    if i in work.used or amount is None or amount.kind != "percent" or amount.value > HIGHEST_SHARE:
        return False
    figure = amount.decimals > 1 or owned_by_ally(work, i)  # "clears the bar, at 2.16 percent"
    return bool(amount.comparison) or not figure


def _leaves_out(work: Work, i: int) -> bool:
    item = work.items[i]
    if item.word in _EXCEPTIONS and work.word(i - 1) in ("the", "only", "sole"):
        return work.sentence.has(
            "ally", max(0, i - _NEAR - 3), i
        )  # "Slovenia and Croatia being the exceptions"
    if item.word in _ASIDE:
        return i > 0 and "ally" in work.items[i - 1].tags
    if "include" in item.tags and not item.word.startswith("among") and i and "not" in work.items[i - 1].tags:
        return work.sentence.has("ally", i, i + _NEAR)  # "the alliance, not including the US"
    if not item.tags & {"except", "allbut"} or (i and work.items[i - 1].word in ("the", "a")):
        return False
    after = work.items[i + 1 : i + _NEAR]
    close = 2 if item.word in ("bar", "save", "without", "minus") else _NEAR
    return any(
        it.tags & {"ally", "group", "ordinal", "claim", "plain", "lead", "lag"} for it in after[:close]
    )


def _says_so(work: Work, draft: Draft, i: int) -> bool:
    """Whether a reading leaves out the one that is named, or counts those that are."""
    reading = draft.reading
    if "allbut" in work.items[i].tags and isinstance(reading, CountReading) and i - 1 <= draft.lo <= i + 1:
        return True
    run = breath(work, list(work.sentence.where("ally", i, i + _NEAR + 3)))
    named = [work.items[k].value for k in run]
    if work.items[i].word in _ASIDE:
        named = [work.items[i - 1].value]
    if isinstance(reading, RankReading) and reading.rank == 1 + len(named):
        return True  # "no ally except the US spends more than Germany"
    return any(s.startswith(EXCEPT) and [s.removeprefix(EXCEPT)] == named[:2] for s in reading.subjects)
