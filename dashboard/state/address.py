"""The state of a page or a chart, and the address that asks for it: pure, one leads to the other and back.

A state is a frozen record whose fields are annotated with the parameters that they come from:

```python
class ExampleState(State, frozen=True):
    year: Annotated[int, YEAR]
    edition: Annotated[date, EDITION]
    target: Annotated[float, TARGET]

state = ExampleState.parse([("year", "2014")], release)
state.query(release)  # "?year=2014"
```

A state is complete; its address carries only what differs from the standard, so that links stay short and
the same state always has the same address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Self, cast, get_type_hints
from urllib.parse import quote_plus

import msgspec
from msgspec.structs import replace

from dashboard.state.appended import Pairs, judged, near
from dashboard.state.domains import Listed, Search, Text
from dashboard.state.parameter import LEFT_OPEN, MOST_VALUES, BadParameter, Chosen, Parameter, today
from etl.model import Release, once_per_release

_WORD = re.compile(r"[\w.:-]{1,60}")


class State(msgspec.Struct, frozen=True):
    """What every state can do; its fields are those of the record that extends it. Itself it has none: the
    state of an address that takes no parameter."""

    @classmethod
    def parameters(cls) -> Mapping[str, Parameter[Any]]:
        """The parameters by field, in the order in which an address has them."""
        return _declared(cast(Hashable, cls))

    @classmethod
    def parse(cls, pairs: Pairs, release: Release, **values: Any) -> Self:
        """The state that an address asks for; `values` are fields that its path has, not its query.

        Raises BadParameter for the first parameter that is not understood.
        """
        parameters = {field: p for field, p in cls.parameters().items() if field not in values}
        texts = texts_of(pairs, list(parameters.values()))
        given = {field: texts[p.name] for field, p in parameters.items() if p.name in texts}
        return cls._of(Chosen(release, cls.parameters(), given, values))

    @classmethod
    def standard(cls, release: Release, **values: Any) -> Self:
        """The state in which all but the given fields are the standard."""
        return cls._of(Chosen(release, cls.parameters(), {}, values))

    @classmethod
    def _of(cls, chosen: Chosen) -> Self:
        return cls(**{field: chosen[field] for field in cls.parameters()}).settled()

    def settled(self) -> Self:
        """The state without what contradicts itself; a state that can be so overrides this."""
        return self

    def changed(self, release: Release, field: str, value: Any) -> Self:
        """The state with another value of a field, and what goes with it by that."""
        return replace(self, **{field: value})

    def chosen(self, release: Release) -> Chosen:
        """The state's values as an address would give them."""
        return Chosen(release, self.parameters(), {}, {f: getattr(self, f) for f in self.parameters()})

    def pairs(self, release: Release, without: Sequence[str] = ()) -> list[tuple[str, str]]:
        """Names and texts of what differs from the standard, in one order; last the day as known on which.

        `without` are fields that the path of the address has, not its query.
        """
        needed = _needed(release)(self, tuple(without))
        parameters = self.parameters()
        found = [pair for f in needed if f not in without for pair in parameters[f].pairs(getattr(self, f))]
        return [*found, *known_pairs(release)]

    def query(self, release: Release, without: Sequence[str] = ()) -> str:
        """The address's query, with its question mark; empty for the standard state."""
        return question(self.pairs(release, without))

    def needed(self, release: Release, always: Sequence[str]) -> list[str]:
        """The fewest fields from which all others follow as the standard."""
        parameters = self.parameters()
        always = [*always, *(f for f, p in parameters.items() if p.default is today)]
        needed = {field: getattr(self, field) for field in parameters}
        left_out: dict[str, Any] = {}
        for _ in parameters:
            before = len(needed)
            for field, value in [item for item in needed.items() if item[0] not in always]:
                rest = {f: v for f, v in needed.items() if f != field}
                # The field itself first: where it does not follow, nothing else is worked out.
                if _follow({field: value, **left_out}, Chosen(release, parameters, {}, rest)):
                    needed, left_out = rest, {**left_out, field: value}
            if len(needed) == before:
                break
        return list(needed)


def _follow(left_out: Mapping[str, Any], chosen: Chosen) -> bool:
    """Whether fields that an address leaves out have their values by those that it gives."""
    try:
        return all(chosen[field] == value for field, value in left_out.items())
    except BadParameter:  # one of them has no standard
        return False


_ADDRESSES = 2048
"""States of a release whose address is remembered: pages lead to the same ones again and again."""


@once_per_release
def _needed(release: Release) -> Callable[[State, tuple[str, ...]], list[str]]:
    return lru_cache(_ADDRESSES)(lambda state, without: state.needed(release, without))


def known_pairs(release: Release) -> list[tuple[str, str]]:
    """The parameter `as_of` of a release as known on a day; nothing for one as known today."""
    return [("as_of", release.known_on.isoformat())] if release.known_on else []


@cache
def _declared(state: Hashable) -> Mapping[str, Parameter[Any]]:
    hints = get_type_hints(state, include_extras=True)
    return {
        field: next(m for m in hint.__metadata__ if isinstance(m, Parameter))
        for field, hint in hints.items()
        if hasattr(hint, "__metadata__")
    }


def texts_of(pairs: Pairs, parameters: Sequence[Parameter[Any]]) -> dict[str, list[str]]:
    """The texts by the parameter's name: none twice but what repeats, none unreasonably long.

    What is no parameter of this site was appended by others and is passed over; one of another address, or a
    slip of one, is unknown. An empty text is none where leaving the parameter out asks for nothing, or for
    today.
    Raises BadParameter. Every address is read through this, so that all reject alike.
    """
    takes = {p.name: p for p in parameters}
    found: dict[str, list[str]] = {}
    for name, text in judged(pairs, list(takes)):
        if name not in takes:
            raise BadParameter(name, text, _known(takes, near(name)))
        parameter = takes[name]
        if not text and parameter.default in LEFT_OPEN:
            continue
        if name in found and not parameter.repeatable:
            raise BadParameter(name, text, "one value, not several")
        if not _shaped(text, parameter):
            several = f": several are {name}=…&{name}=…" if parameter.repeatable and "," in text else ""
            raise BadParameter(name, text, f"a short value of letters, digits and - . : _{several}")
        found.setdefault(name, []).append(text)
        if len(found[name]) > MOST_VALUES:
            raise BadParameter(name, text, f"at most {MOST_VALUES} values")
    return found


def _shaped(text: str, parameter: Parameter[Any]) -> bool:
    if isinstance(parameter.domain, Search | Text | Listed) or (parameter.repeatable and not text):
        return True
    return bool(_WORD.fullmatch(text))


def _known(names: Iterable[str], meant: str) -> str:
    listed = ", ".join(names)
    guess = f"; perhaps {meant} was meant" if meant in (*names, "as_of") else ""
    return "no value here: " + (
        f"the parameters are {listed}{guess}" if listed else "this address has no parameters"
    )


def reject_all(pairs: Pairs) -> None:
    """Raises BadParameter for any parameter of this site: the address takes none."""
    texts_of(pairs, ())


def strict(pairs: Pairs, texts: Collection[str] = ()) -> Pairs:
    """The pairs, if none is empty: a program that has lost a value is not given everything.

    Those of `texts` may be empty and hold any spaces. Raises BadParameter.
    """
    for name, text in pairs:
        if name not in texts and (not text or text != " ".join(text.split())):
            raise BadParameter(name, text, "a value without spaces around it, or is left out")
    return pairs


def question(pairs: Pairs) -> str:
    """Pairs as the query of an address, with its question mark; empty where there are none."""
    return "?" + "&".join([f"{_quoted(name)}={_quoted(text)}" for name, text in pairs]) if pairs else ""


_quoted = lru_cache(4096)(quote_plus)
