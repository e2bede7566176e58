"""One JSON object a line on standard error: when, how bad, of which request, what. Nothing of a person."""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from random import getrandbits
from typing import Any

ACCESS_LOG = "TWO_PERCENT_ACCESS_LOG"
"""The variable that asks for a line on every answer: `on`, else there is none."""

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id of the request that is being answered, "" where none is."""

_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_access = logging.getLogger("dashboard.access")


def access_log() -> bool:
    """Whether every answer is logged. Raises ValueError where the variable is neither on nor off."""
    text = os.environ.get(ACCESS_LOG, "off")
    if text not in ("on", "off"):
        raise ValueError(f"{ACCESS_LOG} is on or off; it was given {text[:40]!r}")
    return text == "on"


class JsonLines(logging.Formatter):
    """A record as one line; whatever a message holds, it makes no second line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name.lstrip("_"),
            "request": REQUEST.get(),
            "message": record.getMessage(),
            **getattr(record, "more", {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps({name: value for name, value in line.items() if value != ""}, ensure_ascii=True)


def config() -> Mapping[str, Any]:
    """The configuration of logging for a process that serves, the server's own lines included."""
    quiet = {"handlers": ["lines"], "level": "INFO", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonLines}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
        "loggers": {"_granian": quiet, "granian.access": quiet, "dashboard": quiet, "etl": quiet},
        "root": {"handlers": ["lines"], "level": "WARNING"},
    }


def new_id(given: str) -> str:
    """The id that a request was given by a proxy, if it is one, else a new one."""
    return given if _ID.fullmatch(given) else f"{getrandbits(64):016x}"


def log_answer(method: str, path: str, status: int, seconds: float, name: str) -> None:
    """Writes the line of the access log on an answer to the request of an id."""
    more = {
        "request": name,
        "method": method,
        "path": path,
        "status": status,
        "seconds": round(seconds, 4),
    }
    _access.info("answered", extra={"more": more})
