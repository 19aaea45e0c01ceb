"""A served portal with a table, and environments of their own for the foreign clients.

The environments are made once per lock file, in $PORTAL_CLIENTS (default: `.clients/` of the checkout); what
cannot be installed here is skipped with the reason.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.serving import ROOT, Served, served_portal

FOREIGN = Path(__file__).parent / "foreign"
KEPT = Path(os.environ.get("PORTAL_CLIENTS", ROOT / ".clients"))
INSTALL_SECONDS = 300


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    settings = {"CKAN_DATASTORE_SQLSEARCH_ENABLED": "true"}
    folder = tmp_path_factory.mktemp("clients")
    with served_portal(folder, demo=True, settings=settings, before=publish_records) as served:
        yield served


def publish_records(portal: Served) -> None:
    """Publish the portal's own records, which the worker else adds at some moment of the tests."""
    publish = "from labs.services.records import records_publish; print(records_publish())"
    assert "portal-labore" in portal.manage("shell", "-c", publish)


@pytest.fixture(scope="session")
def token(portal: Served) -> str:
    return portal.manage("ckan_token", "robot", "--sysadmin").strip().splitlines()[-1]


def run_ckanapi(*words: str, stdin: str = "") -> str:
    """Run `ckanapi` (of the portal's own development environment) and return what it prints."""
    program = Path(sys.executable).with_name("ckanapi")
    if not program.exists():
        pytest.skip("ckanapi is not installed")
    # Its workers are found by name.
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [program, *words], input=stdin, capture_output=True, text=True, env={**os.environ, "PATH": path}
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="session")
def ckanapi(portal: Served, token: str) -> Callable[..., str]:
    """Return a function that runs `ckanapi` against the portal, with a sysadmin's key or without."""

    def run(*words: str, stdin: str = "", key: bool = True) -> str:
        return run_ckanapi(*words, "-r", portal.url, *(["-a", token] if key else []), stdin=stdin)

    return run


@pytest.fixture(scope="session")
def facts(portal: Served, ckanapi: Callable[..., str]) -> dict[str, Any]:
    """Make an organization, a group, a dataset with a table and an empty resource; return their names."""

    def call(action: str, **sent: Any) -> Any:
        return json.loads(ckanapi("action", action, "-i", stdin=json.dumps(sent)))

    call("organization_create", name="kreis-klient", title="Kreis Klient")
    call("group_create", name="klienten", title="Klienten")
    resources = [
        {"name": name, "url": f"http://a.example/{name}.csv", "format": "CSV"}
        for name in ("tabelle", "leer")
    ]
    made = call(
        "package_create", name="clientdaten", title="Clientdaten", owner_org="kreis-klient", license_id="cc-by",
        notes="Zum Prüfen der clientdaten.", tags=[{"name": "Radverkehr"}], groups=[{"name": "klienten"}],
        resources=resources,
    )  # fmt: skip
    full, empty = (resource["id"] for resource in made["resources"])
    fields = [{"id": "jahr", "type": "int"}, {"id": "ort", "type": "text"}]
    records = [{"jahr": 2023, "ort": "Kleve"}, {"jahr": 2024, "ort": "Goch"}]
    call("datastore_create", resource_id=full, force=True, fields=fields, records=records)
    catalog = dict.fromkeys(("title", "description", "publisher_name", "publisher_identifier"), "x")
    return {
        "dataset": "clientdaten", "organization": "kreis-klient", "group": "klienten", "resource": full,
        "empty": empty, "dcat_config": {"portal": {"url": portal.url}, "catalog": {"uri": portal.url, **catalog}},
    }  # fmt: skip


def _install(lock: Path, make: Callable[[Path], None]) -> Path:
    """Return the folder of an environment, made if it is not there yet; skip where it cannot be."""
    digest = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()[:12]
    folder = KEPT / f"{lock.stem}-{digest}"
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            make(folder)
        except (subprocess.SubprocessError, OSError) as error:
            said = getattr(error, "stderr", b"") or b""
            pytest.skip(f"{lock.name} cannot be installed here: {said[-300:]!r} {error}")
        (folder / "ready").touch()
    return folder


def _python(lock: Path, python: str) -> Path:
    """Return the interpreter of an environment with what a lock file names."""

    def make(folder: Path) -> None:
        uv = shutil.which("uv") or str(ROOT / ".venv" / "bin" / "uv")
        target = folder / "bin" / "python"
        ours: list[list[str]] = [[python, "-m", "venv", str(folder)]]
        if Path(uv).exists():
            ours.append([uv, "pip", "install", "-q", "--python", str(target)])
        else:
            ours.append([str(target), "-m", "pip", "install", "-q", "--disable-pip-version-check"])
        ours[1] += ["--require-hashes", "-r", str(lock)]
        for command in ours:
            subprocess.run(command, check=True, capture_output=True, timeout=INSTALL_SECONDS)

    return _install(lock, make) / "bin" / "python"


@pytest.fixture(scope="session")
def python_clients() -> Path:
    return _python(FOREIGN / "python.txt", sys.executable)


@pytest.fixture(scope="session")
def python313_clients() -> Path:
    if sys.version_info[:2] == (3, 13):
        return _python(FOREIGN / "python313.txt", sys.executable)
    found = [
        *Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob("versions/3.13*/bin/python3.13"),
        *(Path(path) for path in [shutil.which("python3.13") or ""] if path and "shims" not in path),
    ]  # fmt: skip
    if not found:
        pytest.skip("no Python 3.13 on this machine (pyenv or python3.13 in PATH)")
    return _python(FOREIGN / "python313.txt", str(found[0]))


@pytest.fixture(scope="session")
def node_clients() -> Path:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm on this machine")

    def make(folder: Path) -> None:
        for name in ("package.json", "package-lock.json", "portaljs.mjs"):
            shutil.copy(FOREIGN / name, folder)
        command = [npm, "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(
            command, cwd=folder, check=True, capture_output=True, timeout=INSTALL_SECONDS
        )

    return _install(FOREIGN / "package-lock.json", make)
