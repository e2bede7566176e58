"""What is shipped for operators, as the tools for it judge it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
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


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_compiles_once_where_it_may_write(unit: str, tmp_path: Path) -> None:
    text = (DEPLOY / unit).read_text("utf-8")
    environment = dict(re.findall(r"^Environment=([A-Z_]+)=(.*)$", text, re.M))
    (cache,) = re.findall("^CacheDirectory=(.*)$", text, re.M)
    assert environment["PYTHONPYCACHEPREFIX"] == f"/var/cache/{cache}"
    environment |= {"PYTHONPYCACHEPREFIX": str(tmp_path), "PATH": os.environ["PATH"]}
    module = "etl.commands.refresh" if "refresh" in unit else "dashboard.wsgi"

    def started() -> dict[Path, int]:
        load = [sys.executable, "-c", f"import {module}"]
        subprocess.run(load, cwd=DEPLOY.parent, env=environment, check=True, capture_output=True)
        return {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.pyc")}

    first = started()
    assert len(first) > 100
    assert started() == first


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
