"""Colour by role. A chart names roles; a theme gives them values, so that page, file and notebook agree.

The values are those of `assets/style.css`; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

SANS = '"Two Percent Sans", "Two Percent Sans More", "Source Sans Pro", system-ui, sans-serif'
SERIF = '"Two Percent Serif", "Two Percent Serif More", "Source Serif Pro", Georgia, serif'

LIGHT: Mapping[str, str] = {
    "paper": "#ffffff",
    "wash": "#f2f4f5",
    "rule": "#d5dade",
    "ink": "#16202a",
    "ink-2": "#4d5862",
    "ink-3": "#656f78",
    "above": "#1b5e9b",
    "above-wash": "#e3edf6",
    "slip": "#c2410c",
    "slip-wash": "#fceee6",
    "below": "#6a6f75",
    "line-quiet": "#c3cad0",
    "line-then": "#8793a0",
    "land": "#eef1f2",
    "map-1": "#d6dbdf",
    "map-2": "#b7bec4",
    "map-3": "#74abdb",
    "map-4": "#3a78b3",
    "map-5": "#0f4475",
    "map-ink": "#ffffff",
}
DARK: Mapping[str, str] = {
    "paper": "#12171c",
    "wash": "#1b2228",
    "rule": "#333d46",
    "ink": "#e7ebee",
    "ink-2": "#b3bdc6",
    "ink-3": "#98a3ad",
    "above": "#7db5ea",
    "above-wash": "#1a2c3d",
    "slip": "#ff9a66",
    "slip-wash": "#38231a",
    "below": "#a3acb4",
    "line-quiet": "#46525c",
    "line-then": "#77848f",
    "land": "#1c242b",
    "map-1": "#333c44",
    "map-2": "#4a535b",
    "map-3": "#316aa3",
    "map-4": "#5f9fd6",
    "map-5": "#b5d8f6",
    "map-ink": "#12171c",
}


class Theme(msgspec.Struct, frozen=True):
    """A set of colours by role."""

    name: str
    colours: Mapping[str, str]

    def __getitem__(self, role: str) -> str:
        return self.colours[role]

    def font(self, size: float, role: str, weight: Any = None) -> dict[str, Any]:
        """Letters of a size in pixels, as plotly has it; `weight` is one for all texts, or one for each."""
        return {"size": size, "color": self[role]} | ({} if weight is None else {"weight": weight})


THEMES: Mapping[str, Theme] = {
    "light": Theme("light", LIGHT),
    "dark": Theme("dark", DARK),
    "page": Theme("page", {role: f"var(--{role})" for role in LIGHT}),
}
"""`page` leaves the choice to the stylesheet: drawings inside the page follow the reader's scheme."""
