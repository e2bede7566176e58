"""A parameter of an address: its name, what it takes, and its standard value, declared once.

Parsing, the address's query, the control in a form and the description in OpenAPI all follow from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Generic, Literal, TypeVar

import msgspec

from etl.model import Release

T = TypeVar("T")

MOST_VALUES = 40
"""How often a parameter may be repeated in one address: more often than there are members."""

DECLARED: set[str] = set()
"""The names of all parameters that are declared anywhere: what this site answers for."""

LABELLED: dict[str, str] = {}
"""The names of parameters by the one word, in small letters, that labels their control: highlight is ally."""

Kind = Literal["select", "steps", "number", "date", "search", "links", "presets", "checkboxes", "hidden"]
"""The control that a form has for a parameter.

`presets` are links beside a number, `steps` links to the values before and after the selected one.
"""


SHOWN = 60
"""Characters of a text that is not understood which the message about it shows."""


class BadParameter(ValueError):
    """A parameter that is not understood: which, what was found, and what it takes."""

    def __init__(self, name: str, found: str, takes: str) -> None:
        self.name, self.found, self.takes = name, found[:SHOWN], takes
        super().__init__(f"The parameter “{name[:60]}” takes {takes}; it was given “{self.found}”.")


class Option(msgspec.Struct, frozen=True):
    """A value that a control offers, as the address has it, and the text that a reader sees.

    One that has nothing to show beside the other choices is listed and cannot be chosen: `disabled`.
    """

    value: str
    text: str
    disabled: bool = False


class Chosen:
    """The parameters of one address over a release, by field: those given, and the standard of the rest.

    A value is parsed, or its standard worked out, when it is first asked for, so that the domain and the
    standard of one field may rest on any other.
    """

    def __init__(
        self,
        release: Release,
        parameters: Mapping[str, Parameter[Any]],
        texts: Mapping[str, Sequence[str]],
        values: Mapping[str, Any],
    ) -> None:
        self.release = release
        self._parameters, self._texts, self._values = parameters, texts, dict(values)
        self._given = (*texts, *values)

    @property
    def given(self) -> frozenset[str]:
        """The fields that the address has."""
        return frozenset(self._given)

    def __getitem__(self, field: str) -> Any:
        """The value of a field. Raises BadParameter where the text given for it is not understood."""
        if field not in self._values:
            parameter, texts = self._parameters[field], self._texts.get(field)
            self._values[field] = parameter.default(self) if texts is None else parameter.parse(texts, self)
        return self._values[field]


class Domain(Generic[T]):
    """The values that a parameter takes, and how an address writes them."""

    __slots__ = ()

    def parse(self, name: str, text: str, chosen: Chosen) -> T:
        """The value that a text of the parameter `name` means; BadParameter where it means none."""
        raise NotImplementedError

    def several(self, name: str, text: str, chosen: Chosen) -> Sequence[T]:
        """The values that one text of a repeatable parameter means."""
        return [self.parse(name, text, chosen)]

    def format(self, value: T) -> str:
        """The text of a value in an address; `parse` gives the value back."""
        return str(value)

    def schema(self) -> Mapping[str, Any]:
        """The JSON Schema of the text.

        It is the same for every release, so that a client made from it today can ask for what comes later.
        """
        raise NotImplementedError

    def options(self, chosen: Chosen) -> Sequence[Option]:
        """What a control offers; nothing where the values cannot be listed."""
        return ()

    def limits(self, chosen: Chosen) -> Mapping[str, str]:
        """The attributes by which a control keeps to the domain."""
        return {}


class Parameter(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """One parameter of an address.

    `what` is what it means, a sentence of reference text; `default` gives its standard value, which an
    address leaves out. One that is `repeatable` holds a tuple of values, each once, in order where it is
    `ordered`, else as given; an empty text stands for none of them. `label`, `control`, `options` and
    `attributes` are for its control in a form: `options` where not all of the domain are offered; `unchosen`
    is what it says where nothing is chosen.
    """

    name: str
    what: str
    domain: Domain[T]
    default: Callable[[Chosen], Any]
    repeatable: bool = False
    ordered: bool = False
    label: str = ""
    control: Kind = "hidden"
    unchosen: str = "all"
    options: Callable[[Chosen], Sequence[Option]] | None = None
    attributes: Mapping[str, str] = msgspec.field(default_factory=dict)

    def __post_init__(self) -> None:
        DECLARED.add(self.name)
        if self.label.isalpha():
            LABELLED.setdefault(self.label.casefold(), self.name)

    def parse(self, texts: Sequence[str], chosen: Chosen) -> T | tuple[T, ...]:
        """The value that the texts of an address mean. Raises BadParameter where one is not understood."""
        if not self.repeatable:
            return self.domain.parse(self.name, texts[0], chosen)
        values = dict.fromkeys(v for t in texts if t for v in self.domain.several(self.name, t, chosen))
        return tuple(sorted(values, key=self.domain.format) if self.ordered else values)

    def pairs(self, value: Any) -> list[tuple[str, str]]:
        """The name and the text of a value in an address; an empty text where it asks for nothing."""
        one = () if value is None and self.default is nothing else (value,)
        texts = [self.domain.format(v) for v in (value if self.repeatable else one)]
        return [(self.name, text) for text in texts or [""]]

    def offered(self, chosen: Chosen) -> Sequence[Option]:
        """What its control offers: first nothing, where one is selected and may be left open."""
        found = self.options(chosen) if self.options else self.domain.options(chosen)
        if self.default is nothing and self.control in ("select", "steps"):
            return [Option("", self.unchosen), *found]
        return found

    def openapi(self) -> dict[str, Any]:
        """The parameter as OpenAPI describes it."""
        described = {
            "name": self.name,
            "in": "query",
            "description": self.what,
            "required": False,
            "schema": dict(self.domain.schema()),
        }
        if not self.repeatable:
            return described
        return described | {
            "description": f"{self.what} May be repeated: either.",
            "schema": {"type": "array", "items": described["schema"], "maxItems": MOST_VALUES},
            "style": "form",
            "explode": True,
        }


def nothing(_: Chosen) -> None:
    """The standard of a parameter that asks for nothing where it is left out."""
    return


def no_values(_: Chosen) -> tuple[()]:
    """The standard of a repeatable parameter that asks for nothing where it is left out."""
    return ()


def today(_: Chosen | None = None) -> date:
    """The standard of a day that is today's (UTC) where it is left out.

    An address has it always, since it is another one tomorrow.
    """
    return datetime.now(UTC).date()


LEFT_OPEN = (nothing, no_values, today)
"""The standards that an empty text asks for too, so that a form may send all its fields."""
