"""Templates are compiled ahead of time; where they are not, each process compiles its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, FileSystemLoader

from dashboard.web import templates


def application(compiled: Path) -> Flask:
    app = Flask("test")
    templates.prepare(app, compiled)
    return app


def names(app: Flask) -> list[str]:
    return app.jinja_env.list_templates(extensions=["html"])


def reject(*_: object) -> None:
    raise AssertionError("compiled once more")


def test_what_was_compiled_ahead_is_not_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates.compile_all(tmp_path / "templates")
    assert all(path.stat().st_mode & 0o444 == 0o444 for path in (tmp_path / "templates").iterdir())
    app = application(tmp_path / "templates")
    monkeypatch.setattr(Environment, "compile", reject)
    assert len(names(app)) == len(list((tmp_path / "templates").iterdir()))
    for name in names(app):
        app.jinja_env.get_template(name)


def test_a_changed_template_is_compiled_again(tmp_path: Path) -> None:
    def written(text: str) -> str:
        (tmp_path / "one.html").write_text(text)
        app = application(tmp_path)
        app.jinja_loader = FileSystemLoader(tmp_path)
        with app.app_context():
            return app.jinja_env.get_template("one.html").render()

    assert written("{{ 'before' | capital }}") == "Before"
    assert written("{{ 'after' | capital }}") == "After"


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    app = application(tmp_path / "none")
    for name in names(app):
        app.jinja_env.get_template(name)
    assert not (tmp_path / "none").exists()
