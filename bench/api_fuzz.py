"""Ten thousand cases against the API's own description: `python -m bench.api_fuzz [CASES]`.

Builds a release in a folder of its own, serves it, and lets schemathesis ask. Exits with 1 where an answer
is an error of ours, is not declared, does not fit its schema, or lets a wrong value through.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from bench.serving import served
from dashboard.api import ENDPOINTS

CASES = 10_000

CONFIG = """
[checks.negative_data_rejection]
expected-statuses = ["400", "404", "409", "414"]
"""
"""What a wrong question may be answered with: 414 too, since an address may also be too long."""


def main() -> int:
    """Runs them all and gives schemathesis' exit code."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "schemathesis.toml").write_text(CONFIG, "utf-8")
        build = [sys.executable, "-m", "etl", "build", "--store", folder]
        subprocess.run(build, check=True)
        with served(Path(folder)) as (address, _):
            command = [str(Path(sys.executable).with_name("schemathesis")), "run"]
            return subprocess.run(
                [
                    *command,
                    f"{address}/api/v1/openapi.json",
                    "--phases=coverage,fuzzing",
                    # What binds two parameters no description can say; there a 400 is the right answer.
                    "--exclude-checks=positive_data_acceptance",
                    f"--max-examples={-(-cases // len(ENDPOINTS))}",
                    "--workers=2",
                ],
                check=False,
                cwd=folder,
            ).returncode


if __name__ == "__main__":
    sys.exit(main())
