"""The units of figures that stand without one, by the words around them: dollars, other money, per cent."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from etl.claims.reading.items import Item
from etl.claims.reading.numbers import Amount
from etl.claims.reading.plain import PLAIN
from etl.model import EUROPE_AND_CANADA, TOTAL

_ORDERING = frozenset({"lead", "lag", "ordinal", "next", "target", "meet", "miss", "spend"})
_BEFORE_A_NAME = frozenset({",", ";", "and", "the", "on", "defence", "defense", "in", "while", "then"})
_AFTER_A_FIGURE = frozenset({",", ";", ".", "and", "?", "!", "in", "while", ")"})
_BESIDE = frozenset({"(", "–", "—", "-", ":", "at", "on", "with"})
_LEADS_TO = frozenset({"to", "cross", "crossing", "reach", "reaching", "past"})
_FEWEST_PAIRS = 3
_MULTIPLES = frozenset({"times", "x", "×", "fold"})
_OF_ANOTHER = frozenset({"up", "down", "forces", "troops", "equipment", "personnel"})
_OTHERWISE = frozenset({"forces", "troops", "equipment", "personnel", "infrastructure", "head", "absolute"})
_ECONOMIES = frozenset({"economy", "economies"})
_PAIRED = frozenset({"ally", "amount", "year"})
_BETWEEN_PAIRS = frozenset({"vs", "versus", "?"})
_HIGHEST = 6.0
"""No share of GDP was so high in any table."""
_HIGHEST_LINE = 5.0
"""The highest share of GDP that allies have agreed on."""
_CURRENCIES = frozenset({"euros", "euro", "pounds", "zlotys", "kroner"})
_SUMMED = frozenset({"total", "defence", "defense", "military"})
_TALLIES = frozenset({"number", "count", "total", "tally"})
_OWNERS = frozenset({"ally", "aggregate", "foreign", "group"})
_SAYS_SPENT = frozenset({"filler", "spend", "bound", "future", "year", "meet", "combined"})
_AT = frozenset({"at", "above", "below", "over", "under"})
_BEFORE_A_LINE = _AT | {"still", "yet", "finally", "already", "even", "to", "the"}
_AFTER_A_LINE = _AFTER_A_FIGURE | {"yet", "already", "by", "this", "last", "soon", "too"}


def with_units(items: list[Item]) -> list[Item]:
    """The items of a sentence, with the unit of each figure that the words around it say: dollars, other
    money, per cent."""
    return _as_percent(_at_a_line(_led_to(_as_money(_in_dollars(_of_dollars(items))))))


def _money(item: Item, amount: Amount, unit: str) -> Item:
    return replace(item, tags=frozenset({"amount", "money"}), amount=replace(amount, kind="money", unit=unit))


def _of_dollars(items: list[Item]) -> list[Item]:
    """ "US 967 billion defence", "NATO total 1.47 trillion": sums of those who count in dollars."""
    sums = [i for i, it in enumerate(items) if it.amount and it.amount.unit in ("billion", "trillion")]
    if len(sums) != 1 or not any("spend" in it.tags or it.word in _SUMMED for it in items):
        return items
    i = sums[0]
    owners = [k for k, it in enumerate(items[:i]) if it.value and it.tags & _OWNERS]
    whose = items[owners[-1]].value if owners else ""
    between = items[owners[-1] + 1 : i] if owners else ()
    amount = items[i].amount
    other = any(it.word in _CURRENCIES for it in items)
    spent = all(it.tags & _SAYS_SPENT or it.word in _SUMMED for it in between)
    if amount is None or whose not in ("USA", TOTAL, EUROPE_AND_CANADA) or other or not spent:
        return items
    return [*items[:i], _money(items[i], amount, f"{amount.unit} USD"), *items[i + 1 :]]


def _at_a_line(items: list[Item]) -> list[Item]:
    """ "Did Belgium reach 2 in 2025", "Poland already above 3.5": a round number that an ally is said to be
    at, and that nothing follows which could be counted, is a percentage."""
    return [_percent(it) if _is_a_line(items, i) else it for i, it in enumerate(items)]


def _is_a_line(items: Sequence[Item], i: int) -> bool:
    amount = items[i].amount
    if amount is None or amount.kind != "plain" or amount.unit or not 1 < amount.value <= _HIGHEST_LINE:
        return False
    after = items[i + 1] if i + 1 < len(items) else None
    closed = after is None or after.word in _AFTER_A_LINE or "year" in after.tags or "now" in after.tags
    if not closed or amount.value % 0.5 or any(it.word in _TALLIES for it in items):
        return False
    k = i - 1
    while k > 0 and (
        items[k].word in _BEFORE_A_LINE or items[k].tags & {"meet", "not", "now", "bound", "future"}
    ):
        k -= 1
    said = items[k + 1 : i]
    reached = any("meet" in it.tags or it.word in _AT for it in said)
    return reached and k >= 0 and bool(items[k].tags & {"ally", "member", "group"}) and not items[k].amount


def _percent(item: Item) -> Item:
    amount = item.amount and replace(item.amount, kind="percent", unit="percent")
    return replace(item, tags=frozenset({"amount", "percent"}), amount=amount)


def _in_dollars(items: list[Item]) -> list[Item]:
    """ "By dollars: United States (1,033 billion), Germany (147)": sums without a currency, in dollars where
    the words say so; in brackets also those without "billion"."""
    if not any("absolute" in it.tags and "dollar" in it.word for it in items):
        return items
    if any(it.word in _CURRENCIES for it in items):
        return items  # "in euros, France spends 60 billion; in dollars 65"
    out = list(items)
    unit = ""
    for i, item in enumerate(items):
        amount = item.amount
        if amount is None or amount.kind != "plain":
            continue
        scale = amount.unit if amount.unit in ("billion", "trillion") else ""
        bracketed = i > 1 and items[i - 1].word == "(" and "ally" in items[i - 2].tags
        closed = bracketed and i + 1 < len(items) and items[i + 1].word == ")"
        unit = scale or (unit if closed and not amount.unit else "")
        if unit:
            out[i] = _money(item, amount, f"{unit} USD")
    return out


def _as_money(items: list[Item]) -> list[Item]:
    """ "The US $968 billion, Germany 97.7 and Britain 82.1": figures in the money of the one before them."""
    out = list(items)
    last = -1
    for i, item in enumerate(items):
        amount = out[i].amount
        money = out[last].amount if last >= 0 else None
        if amount and amount.kind == "money":
            last = i if _is_of_a_spender(items, i) else -1
        elif amount and money and amount.kind == "plain" and not amount.unit and _goes_on(items, last, i):
            out[i], last = _money(item, amount, money.unit), i
    return out


def _led_to(items: list[Item]) -> list[Item]:
    """ "Up $57 billion to over a trillion": what a step in money leads to is in the same money."""
    out = list(items)
    for i, item in enumerate(items):
        amount = item.amount
        if amount is None or amount.kind != "plain" or amount.unit not in ("billion", "trillion"):
            continue
        step = next((k for k in range(i - 1, max(-1, i - 8), -1) if items[k].amount), -1)
        money = items[step].amount if step >= 0 else None
        led = any(it.word in _LEADS_TO for it in items[step + 1 : i])
        if money and money.kind == "money" and led and not any("ally" in it.tags for it in items[step:i]):
            out[i] = _money(item, amount, f"{amount.unit} {money.unit.split()[-1]}")
    return out


def _is_of_a_spender(items: Sequence[Item], i: int) -> bool:
    """Whether only a verb of spending parts an amount from an ally before it."""
    amount = items[i].amount
    near = items[max(0, i - 3) : i]
    scaled = amount is not None and " " in amount.unit
    return (
        scaled
        and any("ally" in it.tags for it in near)
        and all(
            it.tags & {"ally", "spend", "bound", "future"} or it.word in ("the", "in") or "year" in it.tags
            for it in near
        )
    )


def _goes_on(items: Sequence[Item], last: int, i: int) -> bool:
    """Whether only the next ally's name stands between two amounts, and nothing follows that is counted."""
    between = [it for it in items[last + 1 : i] if "year" not in it.tags]
    named = [it for it in between if "ally" in it.tags]
    after = items[i + 1] if i + 1 < len(items) else None
    alone = after is None or after.word in _AFTER_A_FIGURE or bool(after.tags & {"year", "break"})
    return (
        alone
        and len(named) == 1
        and between[-1] == named[0]
        and all("ally" in it.tags or it.word in _BEFORE_A_NAME for it in between)
    )


def _as_percent(items: list[Item]) -> list[Item]:
    """Figures such as ".99" are percentages where the sentence has others, or names the share of GDP."""
    if not any(item.tags & {"percent", "relative"} for item in items) and not _are_shares(items):
        return items
    return [
        _percent(it)
        if it.amount
        and (_is_joined(items, i) or (_is_bare_figure(it) and not _is_multiple(items[i + 1 : i + 3])))
        else it
        for i, it in enumerate(items)
    ]


def _is_joined(items: Sequence[Item], i: int) -> bool:
    """ "15.2 and 18.3 percent": a figure of the same kind as the next."""
    amount = items[i].amount
    plain = amount is not None and amount.kind == "plain" and amount.decimals > 0 and not amount.unit
    return (
        plain and i + 2 < len(items) and items[i + 1].word in ("and", "or") and "percent" in items[i + 2].tags
    )


def _is_multiple(after: Sequence[Item]) -> bool:
    """ "3.2 times", "3.2-fold": what follows a figure makes it a factor."""
    joined = after[:1] != [] and after[0].word == "-"
    return any(it.word in _MULTIPLES for it in after[joined : joined + 1])


def _are_shares(items: Sequence[Item]) -> bool:
    """ "Greece comes second with 2.58": figures that put allies in an order or at a line."""
    if _are_of_another_order(items):
        return False
    if _are_pairs(items) or _is_an_average(items):
        return True
    bare = [it.amount for it in items if it.amount and it.amount.kind == "plain" and it.amount.decimals]
    ordered = any(it.tags & _ORDERING or it.word == "share" for it in items)
    ordered = ordered and any("ally" in it.tags for it in items)
    return ordered and bool(bare) and all(a.decimals == 2 and a.value < _HIGHEST and not a.unit for a in bare)


def _is_an_average(items: Sequence[Item]) -> bool:
    """ "NATO average 2.76": one figure, and nothing else that could be averaged."""
    figures = [it for it in items if it.amount]
    named = any("average" in it.tags for it in items) and any(it.value == TOTAL for it in items)
    other = any(it.tags & _OTHERWISE or (it.tags == {"word"} and it.word not in PLAIN) for it in items)
    return named and not other and len(figures) == 1 and _is_printed(figures[0])


def _is_printed(item: Item) -> bool:
    """Whether a figure is one as NATO prints its shares of GDP."""
    amount = item.amount
    return amount is not None and _is_bare_figure(item) and amount.decimals == 2 and amount.value < _HIGHEST


def _are_of_another_order(items: Sequence[Item]) -> bool:
    """ "The biggest armies: US (1.3), Turkey (0.4)", "the largest rises": an order by something else than
    the share of GDP."""
    ordered = [i for i, it in enumerate(items) if it.tags & {"lead", "lag"}]
    return any(it.tags & _OF_ANOTHER or it.word in _ECONOMIES for i in ordered for it in items[i + 1 : i + 3])


def _are_pairs(items: Sequence[Item]) -> bool:
    """ "Poland 4.1, Estonia 3.4, Greece 3.1", "Portugal 1.46 and Germany 2.12 last year": three allies or
    more with a figure each, or two as NATO prints them and a year, and nothing else that they could be of."""
    figures = [i for i, it in enumerate(items) if it.amount and not _is_a_size(items, i)]
    dated = any("year" in it.tags for it in items)
    shares = [items[i].amount for i in figures]
    paired = all(it.tags & _PAIRED or it.word in _BETWEEN_PAIRS for it in items)
    printed = (dated or paired) and all(a.decimals == 2 for a in shares if a)
    if len(figures) < (2 if printed else _FEWEST_PAIRS) or any(
        it.tags & _OTHERWISE or (it.tags == {"word"} and it.word not in PLAIN) for it in items
    ):
        return False
    bare = all(_is_bare_figure(items[i]) for i in figures) and all(a.value < _HIGHEST for a in shares if a)
    return bare and all(
        "ally" in items[i - 2 if items[i - 1].word in _BESIDE or "meet" in items[i - 1].tags else i - 1].tags
        for i in figures
    )


def _is_a_size(items: Sequence[Item], i: int) -> bool:
    """ "The top five", "the three biggest": how many an order has."""
    amount, beside = items[i].amount, (*items[max(0, i - 1) : i], *items[i + 1 : i + 2])
    return amount is not None and not amount.decimals and any(it.tags & {"lead", "lag"} for it in beside)


def _is_bare_figure(item: Item) -> bool:
    amount = item.amount
    return (
        amount is not None
        and amount.kind == "plain"
        and amount.decimals > 0
        and amount.value < 10
        and not amount.unit
    )
