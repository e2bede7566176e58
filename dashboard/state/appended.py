"""Which parameters of an address are this site's: others append theirs, which are passed over. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dashboard.state.parameter import DECLARED, LABELLED

Pairs = Sequence[tuple[str, str]]

_WELL_KNOWN = re.compile(
    r"_?(utm|gad?|at|mtm|pk|hsa|__cf)_\w*|site|sid|share\w*|next|test|post", re.IGNORECASE
)
"""What others append, where it may be spelt like a parameter of this site."""

_FROM_HTML = "amp;"
"""Before a name where an address was copied from the source of a page."""

_SHORT = 3
"""Names of so many letters are near only to themselves in capitals: too many others are one letter away."""


def near(name: str) -> str:
    """The parameter of this site that a name which is none is a slip of; "" where it is another's.

    A slip is capitals, a plural, two neighbours exchanged, or after the first letter one too many, too few or
    wrong; or the word that labels the parameter's control on a page.
    """
    if name in DECLARED or _WELL_KNOWN.fullmatch(name):
        return ""
    written = name.casefold()
    singular = re.sub("ies$", "y", written)
    found = [own for own in sorted(DECLARED) if own in (written, singular)]
    found += [own for own in sorted(DECLARED) if len(own) > _SHORT and _one_slip(written, own)]
    if not found and len(written) > _SHORT:
        found = [LABELLED[word] for word in (written, written.removesuffix("s")) if word in LABELLED]
    return found[0] if found else ""


def is_foreign(name: str) -> bool:
    """Whether a parameter is neither one of this site nor a slip of one: passed over, never read."""
    own = name.removeprefix(_FROM_HTML)
    return own not in DECLARED and not near(own)


def own(pairs: Pairs, names: Sequence[str]) -> tuple[Pairs, Pairs]:
    """The pairs of some parameters, and the others; a name copied from a page's source is read as meant."""
    plain = [(name.removeprefix(_FROM_HTML), text) for name, text in pairs]
    mine = [pair for pair in plain if pair[0] in names]
    return mine, [pair for pair, (name, _) in zip(pairs, plain, strict=True) if name not in names]


def judged(pairs: Pairs, names: Sequence[str]) -> Pairs:
    """The pairs that an address with these parameters answers for: its own, others of this site, slips."""
    mine, others = own(pairs, names)
    rest = [(n, t) for n, t in others if not is_foreign(n) and not n.startswith(_FROM_HTML)]
    return [*mine, *rest]


def _one_slip(text: str, other: str) -> bool:
    """Whether one letter after the first makes one text the other, or two neighbours exchanged."""
    if abs(len(text) - len(other)) > 1:
        return False
    start = next(
        (i for i, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other))
    )
    a, b = text[start:], other[start:]
    exchanged = a[:2] == b[1::-1] and a[2:] == b[2:]
    return exchanged or (start > 0 and (a[1:] == b[1:] or a[1:] == b or a == b[1:]))
