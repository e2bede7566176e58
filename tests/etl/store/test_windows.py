"""What reads a release imports without the modules that only Unix has."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys, warnings
warnings.simplefilter("ignore")
sys.modules.update(dict.fromkeys(["fcntl", "grp", "pwd", "resource", "termios"]))
import etl.release, etl.store.schedule, etl.ingest.refresh, dashboard.app
"""


def test_everything_imports_without_the_modules_of_unix() -> None:
    subprocess.run([sys.executable, "-c", PROGRAM], check=True)
