"""The pages: each a pure function from a release and a view to what its template shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """What a template needs: `template` by name, `context` its variables, the rest for the document's head.

    `canonical` and `picture` are addresses from the root; `section` is the navigation's address;
    `styles` names the style sheets, in the pages' folders, that the page needs besides the common one;
    `script` says whether the page has anything for a script to do, `chart` whether a chart is among it:
    without one the charts' library is not loaded. `framed` says whether other sites may frame it.
    """

    template: str
    title: str
    description: str
    canonical: str = ""
    picture: str = ""
    section: str = ""
    styles: tuple[str, ...] = ()
    script: bool = True
    chart: bool = True
    framed: bool = False
    context: Mapping[str, Any] = field(default_factory=dict)
