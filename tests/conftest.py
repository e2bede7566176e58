"""What every test has."""

from __future__ import annotations

import os

from hypothesis import settings

# How long an example takes says nothing of its result on a shared machine; and a run for everybody's eyes
# tries the same examples each time.
settings.register_profile("two-percent", deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.load_profile("two-percent")
