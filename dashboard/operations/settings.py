"""What an operator sets by the environment: read where it is used, checked together at the start."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from dashboard.operations.freshness import MAX_AGE, max_age
from dashboard.operations.logs import ACCESS_LOG, access_log
from dashboard.operations.public import CONTACT, PUBLIC_URL, public_url, security_contact

MANY = "PROMETHEUS_MULTIPROC_DIR"
"""The folder through which the counts of many workers add up; `python -m dashboard --workers` sets it."""

OPERATORS = "TWO_PERCENT_OPERATORS"
"""The variable that opens `/metrics` and `/readyz`: `open`, else they are 404."""


def operators_open() -> bool:
    """Whether `/metrics` and `/readyz` answer. Raises ValueError for neither open nor closed."""
    text = os.environ.get(OPERATORS, "closed")
    if text not in ("open", "closed"):
        raise ValueError(f"{OPERATORS} is open or closed; it was given {text[:40]!r}")
    return text == "open"


READERS: Mapping[str, Callable[[], object]] = {
    MAX_AGE: max_age,
    PUBLIC_URL: public_url,
    CONTACT: security_contact,
    OPERATORS: operators_open,
    ACCESS_LOG: access_log,
}
"""What reads each variable; it raises ValueError for one that is not understood."""


def settings() -> list[str]:
    """A line on each variable that is set. Raises ValueError for the first that is not understood."""
    for read in READERS.values():
        read()
    return [f"{name}={os.environ[name]}" for name in READERS if name in os.environ]
