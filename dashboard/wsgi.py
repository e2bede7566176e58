"""The application for a WSGI server: `dashboard.wsgi:app`, over the store that TWO_PERCENT_STORE names."""

from __future__ import annotations

import os
from pathlib import Path

from dashboard.app import create_app

app = create_app(Path(os.environ.get("TWO_PERCENT_STORE", ".store")))
