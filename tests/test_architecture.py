"""The house rules a machine can check: one direction, no cycles, short modules, no clock below."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
KB = ROOT / "kb"
ALLOWED = {
    "model": set(),
    "store": {"model"},
    "capture": {"model", "store"},
    "parse": {"model", "store"},
    "analyse": {"model", "store"},
    "collate": {"model", "store", "analyse"},
    "compare": {"model", "store"},
    "graph": {"model", "store"},
    "publish": {"model", "store", "graph"},
    "cli": {"model", "store", "capture", "parse", "analyse", "collate", "compare",
            "graph", "publish"},
}
MODULES = sorted(KB.rglob("*.py"))


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(KB)))
def test_a_stage_imports_no_later_stage(path):
    parts = path.relative_to(KB).parts
    if len(parts) == 1:
        return
    stage = parts[0]
    used = {name.split(".")[1] for name in imports_of(path)
            if name.startswith("kb.") and name.split(".")[1] in ALLOWED}
    assert used <= ALLOWED[stage] | {stage}


def test_imports_have_no_cycle():
    names = {module_name(path): path for path in MODULES}
    graph = {name: {used for used in imports_of(path) if used in names and used != name}
             for name, path in names.items()}
    done, open_ = set(), []

    def visit(name):
        assert name not in open_, f"cycle: {' -> '.join([*open_[open_.index(name):], name])}"
        if name in done:
            return
        open_.append(name)
        for used in sorted(graph[name]):
            visit(used)
        open_.pop()
        done.add(name)

    for name in sorted(graph):
        visit(name)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(KB)))
def test_a_module_is_short_and_its_functions_shorter(path):
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= 400
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 60, f"{node.name} is longer than its idea"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(KB)))
def test_only_commands_ask_the_clock_and_nothing_is_random(path):
    if path.relative_to(KB).parts[0] in {"cli", "capture"}:
        return
    used = imports_of(path)
    assert not used & {"random", "time", "httpx", "requests", "urllib.request"}
    assert not [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.Attribute) and node.attr in {"today", "now", "utcnow"}]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(KB)))
def test_every_module_says_what_it_is_and_names_say_something(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert path.stem not in {"utils", "helpers", "common", "misc"}
    assert "global " not in path.read_text(encoding="utf-8").replace("global_", "")


def test_the_model_imports_the_standard_library_only():
    allowed = {"dataclasses", "collections", "datetime", "enum", "functools", "typing", "re", "kb"}
    for path in (KB / "model").glob("*.py"):
        assert {name.split(".")[0] for name in imports_of(path)} <= allowed, path
