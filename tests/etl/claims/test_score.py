"""The score on the labelled claims, where they are found beside the project."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from bench.sentences import score
from tests.etl.claims.notation import ROOT, reader

CLAIMS = Path(os.environ.get("TWO_PERCENT_CLAIMS", ROOT.parent / "shared" / "claims" / "dev.jsonl"))


@pytest.mark.skipif(not CLAIMS.is_file(), reason="the labelled claims are not beside the project")
def test_the_labelled_claims_are_read_no_worse_than_they_were() -> None:
    claims = [json.loads(row) for row in CLAIMS.read_text("utf-8").splitlines()]
    table = score(claims, reader())
    total: Counter[str] = Counter()
    for kind, row in table.items():
        if kind not in ("other", "unanswerable"):
            total.update(row)
    assert table["unanswerable"]["wrong"] == 0
    assert table["other"]["wrong"] == 0
    readings = total["right"] + total["wrong"] + total["silent"]
    assert total["right"] >= 0.72 * readings
    assert total["wrong"] - total["year only"] <= 0.06 * readings
