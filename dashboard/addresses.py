"""Addresses that several modules name."""

from __future__ import annotations

OTHER = "/download/sources/"
"""Before the name of another source's file: `/download/sources/world-bank.csv`."""

OTHER_FORMERLY = "/download/second-source.csv"
"""The address of the first of them, from when there could be one."""

RELEASES = "/releases"
"""The list of stored releases; each is below it."""

STATUS = "/status"
"""What is served, and what the last refreshes did."""
