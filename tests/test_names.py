"""Names of the code: one class name for one thing, and the words of docs/glossary.md."""

from __future__ import annotations

import ast
import csv
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from etl.model import indicators

ROOT = Path(__file__).parents[1]
PRIVATE = re.compile(
    r"(?:^|_)(told|tells|retold|tellings?|shelf|wire|witness\w*|brought_out|in_force|refus\w*|resembl\w*)(?:_|$)",
    re.IGNORECASE,
)
"""Words that stood for what the glossary names otherwise."""


CLASS = re.compile(r"[A-Z]\w*[a-z]\w*")
"""How a type's name is written: in no other than these do capitals begin small letters."""

NAMING = (ast.Module, ast.FunctionDef, ast.ClassDef, ast.arg, ast.Name, ast.Attribute)


@pytest.fixture(scope="module")
def nodes() -> list[tuple[str, ast.AST]]:
    """What gives a name in either half, with the file that it stands in."""
    found: list[tuple[str, ast.AST]] = []
    for half in ("etl", "dashboard"):
        for folder, below, files in os.walk(ROOT / half):
            below[:] = sorted(set(below) - {"vendor", "node_modules"})
            for path in sorted(Path(folder, name) for name in files if name.endswith(".py")):
                tree = ast.parse(path.read_text(encoding="utf-8"))
                file = str(path.relative_to(ROOT))
                found += [(file, node) for node in ast.walk(tree) if isinstance(node, NAMING)]
    return found


def aliases(module: ast.Module) -> Iterator[tuple[str, int]]:
    """The names that a module gives to types, with their lines; a type variable is none."""
    for statement in module.body:
        match statement:
            case ast.Assign(value=ast.Call(func=ast.Name(id="TypeVar"))):
                continue
            case ast.Assign(targets=[ast.Name(id=name)], lineno=line) if CLASS.fullmatch(name):
                yield name, line
            case ast.AnnAssign(target=ast.Name(id=name), lineno=line) if CLASS.fullmatch(name):
                yield name, line


def classes_of_two_things(nodes: Iterable[tuple[str, ast.AST]]) -> dict[str, list[str]]:
    """The names that two classes or types have, with their places."""
    places: dict[str, list[str]] = defaultdict(list)
    for file, node in nodes:
        if isinstance(node, ast.ClassDef):
            places[node.name].append(f"{file}:{node.lineno}")
        elif isinstance(node, ast.Module):
            for name, line in aliases(node):
                places[name].append(f"{file}:{line}")
    return {name: where for name, where in places.items() if len(where) > 1}


def test_no_name_of_a_type_stands_for_two_things(nodes: list[tuple[str, ast.AST]]) -> None:
    assert classes_of_two_things(nodes) == {}


def test_an_alias_of_the_name_of_a_class_would_be_found() -> None:
    made = (
        "class Said: pass",
        "Said = Literal['holds']\nSign = Literal['<']",
        "Other: TypeAlias = str",
        "OTHER = 1\nother = 2",
        "Sign: TypeAlias = str\nOther = TypeVar('Other')",
    )
    nodes = [(str(n), node) for n, text in enumerate(made) for node in ast.walk(ast.parse(text))]
    assert classes_of_two_things(nodes) == {"Said": ["0:1", "1:1"], "Sign": ["1:2", "4:1"]}


def names_given(node: ast.AST) -> Iterator[str]:
    """The names that a node gives to something."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
            yield name
        case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
            yield name


def test_names_are_of_the_glossary(nodes: list[tuple[str, ast.AST]]) -> None:
    assert [f"{file}: {n}" for file, node in nodes for n in names_given(node) if PRIVATE.search(n)] == []


def test_a_private_word_would_be_found() -> None:
    found = [n for node in ast.walk(ast.parse("def f(in_force): was_told = 1")) for n in names_given(node)]
    assert [n for n in found if PRIVATE.search(n)] == ["in_force", "was_told"]


def test_the_ids_of_indicators_stand_in_one_module_and_are_those_of_the_file(data: Path) -> None:
    with (data / "indicators.csv").open(encoding="utf-8", newline="") as file:
        known = {row["id"] for row in csv.DictReader(file)}
    assert {v for name, v in vars(indicators).items() if name.isupper() and isinstance(v, str)} <= known
    home = Path(indicators.__file__)
    places = []
    for half in ("etl", "dashboard"):
        for path in (ROOT / half).rglob("*.py"):
            text = path.relative_to(ROOT).as_posix()
            if path == home or "node_modules" in text:
                continue
            nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            places += [
                f"{text}:{n.lineno}" for n in nodes if isinstance(n, ast.Constant) and n.value in known
            ]
    assert places == []
