"""What tests of a fleet need: nginx."""

from __future__ import annotations

import os
import shutil

import pytest


@pytest.fixture(scope="session", autouse=True)
def has_nginx() -> None:
    """Skips where there is no nginx; CI must have one."""
    if shutil.which("nginx") is None or shutil.which("openssl") is None:
        missing = "no nginx to test the fleet with (Debian: apt-get install nginx openssl)"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
