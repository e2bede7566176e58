"""One JSON object a line on standard error: when, how bad, of which request, what. Nothing of a person."""

from __future__ import annotations

import json
import logging
import os
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from random import getrandbits
from typing import Any

from flask import Flask, Response, g, has_request_context, request

ACCESS_LOG = "TWO_PERCENT_ACCESS_LOG"
"""The variable that asks for a line on every answer: `on`, else there is none."""

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
            "request": request_id(),
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


def request_id() -> str:
    """The id of the request that is being answered, '' where none is."""
    return str(g.get("request_id", "")) if has_request_context() else ""


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


def seconds_so_far() -> float:
    """How long the request that is being answered has taken so far; 0 where none has begun."""
    now = time.perf_counter()
    return float(now - g.get("started", now))


def register(app: Flask) -> None:
    """Gives every request an id (the proxy's, if it sends one), which its answer carries.

    Raises ValueError where TWO_PERCENT_ACCESS_LOG is not understood.
    """
    on = access_log()

    @app.before_request
    def named() -> None:
        g.request_id = new_id(request.headers.get("X-Request-ID", ""))
        g.started = time.perf_counter()

    @app.after_request
    def answered(response: Response) -> Response:
        response.headers["X-Request-ID"] = request_id()
        if on:
            log_answer(request.method, request.path, response.status_code, seconds_so_far(), request_id())
        return response
