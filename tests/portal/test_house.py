"""The house's own rules: sizes, words, documented settings, locks without addresses."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("portal", "home", "labs", "datasets", "search")
MODULE_LIMIT = 400
FUNCTION_LIMIT = 60
TEMPLATE_LIMIT = 150

# These words belong to the CKAN dialect and live in its edge only.
CKAN_WORDS = re.compile(
    r"\b(owner_org|package_(show|search|create|update|patch|delete|list)|extras)\b"
)


def modules() -> Iterator[Path]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def test_no_module_is_longer_than_the_hard_limit() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in modules()
        if (lines := len(path.read_text().splitlines())) > MODULE_LIMIT
    }
    assert not long


def test_no_function_is_longer_than_the_hard_limit() -> None:
    long = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LIMIT:
                    long.append(f"{path.relative_to(ROOT)}:{node.name} {length}")
    assert not long


def test_no_template_is_longer_than_the_hard_limit() -> None:
    long = [
        f"{path.relative_to(ROOT)} {lines}"
        for app in APPS
        for path in (ROOT / app).rglob("*.html")
        if (lines := len(path.read_text().splitlines())) > TEMPLATE_LIMIT
    ]
    assert not long


def test_the_dialect_of_ckan_stays_in_its_edge() -> None:
    found = []
    for path in modules():
        relative = path.relative_to(ROOT)
        # The search app compiles CKAN's field names; the document provider writes them.
        if relative.parts[:2] == ("datasets", "ckan") or relative.parts[0] == "search":
            continue
        if relative == Path("datasets/search.py"):
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if CKAN_WORDS.search(line):
                found.append(f"{relative}:{number}: {line.strip()}")
    assert not found


def test_every_environment_variable_is_documented_and_every_documented_one_exists() -> None:
    read = set()
    for path in (ROOT / "portal" / "settings").rglob("*.py"):
        read |= set(re.findall(r"env\.\w+\(\s*\"([A-Z][A-Z0-9_]+)\"", path.read_text()))
    table = (ROOT / "README.md").read_text()
    documented = set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)` \|", table, re.MULTILINE))
    assert read == documented


def test_every_direct_dependency_has_bounds_and_a_line_in_the_docs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    docs = (ROOT / "docs" / "dependencies.md").read_text().lower()
    missing = []
    for requirement in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        name = re.split(r"[\[<>=~! ]", requirement, maxsplit=1)[0]
        if f"| {name.lower()} |" not in docs:
            missing.append(name)
    assert not missing
    for requirement in project["dependencies"]:
        assert "==" in requirement or ("<" in requirement and ">=" in requirement), requirement


@pytest.mark.parametrize(
    "lock", ["requirements.txt", "requirements-dev.txt", ".ci/uv.txt", "package-lock.json"]
)
def test_locks_name_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "--index-url" not in text
    if lock.endswith(".txt"):
        assert "://" not in text
        assert "--hash=sha256:" in text
    else:
        assert '"resolved"' not in text


def test_a_form_gets_its_token_also_where_a_template_is_included_alone() -> None:
    templates = [path for app in APPS for path in (ROOT / app).rglob("*.html")]
    texts = {path: path.read_text() for path in templates}
    forms = {
        str(path).rpartition("/templates/")[2]
        for path, text in texts.items()
        if "{% csrf_token %}" in text
    }
    lost = [
        f"{path.relative_to(ROOT)}: {tag}"
        for path, text in texts.items()
        for tag in re.findall(r"{% include [^%]* only %}", text)
        if tag.split('"')[1:2] and tag.split('"')[1] in forms and "csrf_token=csrf_token" not in tag
    ]
    assert not lost
