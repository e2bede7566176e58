"""When NATO's tables were last looked for, in words; and how long ago is too long."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

NEVER = "not yet checked for a newer edition"
MAX_AGE = "TWO_PERCENT_MAX_AGE"
DEFAULT_HOURS = 48.0


class LastRefresh(msgspec.Struct, frozen=True):
    """The last run that reached NATO's page: when it ended (UTC), and whether it rejected something there."""

    ended: datetime
    rejected: bool

    def age(self, now: datetime) -> float:
        """Seconds since then, never negative."""
        return max(0.0, (now - self.ended).total_seconds())


def check_of(run: Mapping[str, Any] | None) -> LastRefresh | None:
    """The check that a run was; None where there was none."""
    ended = moment(run.get("ended")) if run else None
    return LastRefresh(ended, run.get("outcome") == "refused") if run and ended else None


def moment(text: object) -> datetime | None:
    """A time in ISO 8601 as UTC; None where it is not one."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def last_checked(check: LastRefresh | None, now: datetime) -> str:
    """The words that stand on every page: in whole hours, then days, so that they stay true for a while."""
    if check is None:
        return NEVER
    hours = int(check.age(now) // 3600)
    if hours < 1:
        ago = "within the hour"
    elif hours < 48:
        ago = f"{hours} {'hour' if hours == 1 else 'hours'} ago"
    else:
        ago = f"{hours // 24} days ago"
    return f"checked {ago}" + ("; one update failed checks" if check.rejected else "")


def max_age() -> float:
    """Seconds after which data count as unchecked for too long: TWO_PERCENT_MAX_AGE, in hours.

    Raises ValueError where that is not a positive number.
    """
    text = os.environ.get(MAX_AGE, str(DEFAULT_HOURS))
    try:
        hours = float(text)
    except ValueError:
        hours = 0.0
    if not 0 < hours < float("inf"):
        raise ValueError(f"{MAX_AGE} takes a number of hours above 0; it was given {text[:40]!r}")
    return hours * 3600
