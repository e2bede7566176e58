"""The controls of a page, from the parameters of its state: what `control.html` renders."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from dashboard.state.address import State
from dashboard.state.parameter import Chosen, Kind, Parameter, nothing
from etl.model import Release

S = TypeVar("S", bound=State)


class Choice(msgspec.Struct, frozen=True):
    """A value to choose: its text in the address, its name, whether it is chosen, and where a link to it
    leads ("" where the control has none); whether it is listed and cannot be chosen."""

    value: str
    text: str
    chosen: bool
    href: str
    disabled: bool = False


class Control(msgspec.Struct, frozen=True):
    """One control: `name` is the parameter's, `value` its text in an address, `attributes` the element's."""

    name: str
    id: str
    label: str
    kind: Kind
    value: str
    choices: tuple[Choice, ...]
    attributes: Mapping[str, str]
    required: bool
    unchosen: str

    @property
    def steps(self) -> tuple[Choice | None, Choice | None]:
        """The choices before and after the chosen one, of a list with the latest first; None at an end."""
        at = next((i for i, c in enumerate(self.choices) if c.chosen), None)
        if at is None:
            return None, None
        before = self.choices[at + 1] if at + 1 < len(self.choices) else None
        return before, self.choices[at - 1] if at else None

    @property
    def summary(self) -> str:
        """What is chosen of several, in words."""
        named = [c.text for c in self.choices if c.chosen]
        return self.unchosen if not named else named[0] if len(named) == 1 else f"{len(named)} chosen"


class Form(msgspec.Struct, frozen=True):
    """A form that leads to `action`: its controls by field, and what else the address carries along."""

    action: str
    controls: Mapping[str, Control]
    hidden: tuple[tuple[str, str], ...]


def form(
    state: S,
    release: Release,
    action: str,
    fields: Sequence[str],
    in_path: Sequence[str] = (),
    address: Callable[[S], str] | None = None,
) -> Form:
    """The form of a page: `fields` have controls, in this order, and the rest of the state is carried along.

    `in_path` names the fields that are in `action` itself. `address` gives the page's address in a state,
    where it is another than `action` with the state's query.
    """

    def standard(other: S) -> str:
        return action + other.query(release, in_path)

    parameters, chosen = state.parameters(), state.chosen(release)
    controls = {f: _control(f, parameters[f], state, chosen, address or standard) for f in fields}
    sent = {c.name for c in controls.values() if c.kind != "links"}
    carried = [pair for pair in state.pairs(release, in_path) if pair[0] not in sent]
    return Form(action, controls, tuple(carried))


def _control(
    field: str, parameter: Parameter[Any], state: S, chosen: Chosen, address: Callable[[S], str]
) -> Control:
    value = getattr(state, field)
    texts = {text for _, text in parameter.pairs(value)}

    offered = parameter.offered(chosen)
    at = next((i for i, o in enumerate(offered) if o.value in texts), None)

    def linked(i: int) -> bool:
        beside = at is not None and abs(i - at) == 1
        return parameter.control in ("links", "presets") or (parameter.control == "steps" and beside)

    def href(text: str) -> str:
        other = parameter.domain.parse(parameter.name, text, chosen)
        return address(state.changed(chosen.release, field, other))

    return Control(
        name=parameter.name,
        id=parameter.name,
        label=parameter.label,
        kind=parameter.control,
        value="" if parameter.repeatable else parameter.pairs(value)[0][1],
        choices=tuple(
            Choice(o.value, o.text, o.value in texts, href(o.value) if linked(i) else "", o.disabled)
            for i, o in enumerate(offered)
        ),
        attributes={**parameter.domain.limits(chosen), **parameter.attributes},
        required=parameter.default is not nothing,
        unchosen=parameter.unchosen,
    )
