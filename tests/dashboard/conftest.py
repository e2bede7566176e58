"""What the tests of pages share."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app


@pytest.fixture(scope="session")
def client(store_folder: Path) -> FlaskClient:
    """Asks a dashboard of the frozen release that all tests ask: one that changes or counts has its own."""
    return create_app(store_folder).test_client()
