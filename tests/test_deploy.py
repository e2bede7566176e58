"""What is shipped for operators, as the tools for it judge it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

DEPLOY = Path(__file__).parent.parent / "deploy"
UNITS = ("two-percent.service", "two-percent-refresh.service")


def resources() -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text("utf-8")))


def pods() -> list[dict[str, Any]]:
    """The pods of the Deployment and of the CronJob."""
    specs = {r["kind"]: r["spec"] for r in resources() if r["kind"] in ("Deployment", "CronJob")}
    return [
        specs["Deployment"]["template"]["spec"],
        specs["CronJob"]["jobTemplate"]["spec"]["template"]["spec"],
    ]


def test_every_resource_of_kubernetes_is_valid_by_its_schema() -> None:
    found = resources()
    for resource in found:
        kubernetes_validate.validate(resource, "1.37", strict=True)
    assert {"PodDisruptionBudget", "NetworkPolicy", "HorizontalPodAutoscaler"} <= {r["kind"] for r in found}
    broken = found[1] | {"spec": found[1]["spec"] | {"replica": 2}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(broken, "1.37", strict=True)


def test_every_pod_is_limited_and_has_its_secrets_as_files() -> None:
    for pod in pods():
        (container,) = pod["containers"]
        assert set(container["resources"]["limits"]) == {"cpu", "memory", "ephemeral-storage"}
        assert container["securityContext"]["readOnlyRootFilesystem"]
        assert all("secretRef" not in source for source in container["envFrom"])
        assert all("secretKeyRef" not in str(variable) for variable in container["env"])
        assert any("secret" in volume for volume in pod["volumes"])


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_exposes_little(unit: str) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze here (Debian: apt-get install systemd)")
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(DEPLOY / unit)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    level = re.search(r"Overall exposure level for \S+: ([\d.]+)", said)
    assert level is not None, said
    assert float(level[1]) < 2


def test_the_image_installs_nothing_without_a_hash() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    installs = re.findall(r"pip .*install .*", text)
    assert installs
    assert all("--require-hashes -r /tmp/requirements-s3.lock" in line for line in installs)
    assert "npm ci" in text


ENGINE = """#!/bin/sh
echo "$@" >> "$CALLS"
[ "$1" = image ] && echo "${5%%:*}@sha256:$(printf %064d 7)"
exit 0
"""


def test_the_bases_of_the_image_are_named_by_digest(tmp_path: Path) -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    assert set(re.findall(r"^FROM (\S+)", text, re.M)) == {"${NODE}", "${DEBIAN}", "scratch"}
    assert set(re.findall(r"^ARG (.*)", text, re.M)) == {"NODE", "DEBIAN"}, "no base of itself"
    engine, calls = tmp_path / "engine", tmp_path / "calls"
    engine.write_text(ENGINE, "utf-8")
    engine.chmod(0o755)
    environment = {**os.environ, "CALLS": str(calls)}
    make = shutil.which("make") or "make"
    subprocess.run([make, "image", f"ENGINE={engine}"], cwd=DEPLOY.parent, env=environment, check=True)
    build = next(line for line in calls.read_text("utf-8").splitlines() if line.startswith("build"))
    assert re.search(r"DEBIAN=debian@sha256:\d{64}\b.* NODE=node@sha256:\d{64}\b", build)
