"""Addresses of files that several modules name."""

from __future__ import annotations

OTHER = "/download/sources/"
"""Before the name of another source's file: `/download/sources/world-bank.csv`."""

OTHER_FORMERLY = "/download/second-source.csv"
"""The address of the first of them, from when there could be one."""
