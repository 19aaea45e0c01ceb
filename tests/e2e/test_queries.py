"""SQL in the reader's browser: the program comes when it is asked for, and asks nobody else."""

import io
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.serving import ROOT, Served, served_portal

pytestmark = pytest.mark.e2e
ROWS = 'Ort;"Höhe ""m""";Tag;Bemerkung\n' + "".join(
    f"{('Rees', 'Kleve', 'Goch')[n % 3]};{n},5;{n % 28 + 1:02}.03.2024;{('=1+1', 'a, b', '')[n % 3]}\n"
    for n in range(600)
)

QUESTION = '''
    SELECT Ort, count(*) AS zahl, sum("Höhe ""m""") AS summe, min(Tag) AS tag, min(Bemerkung) AS b
    FROM tabelle GROUP BY ALL ORDER BY Ort DESC;
'''


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fetch the program as an operator does."""
    if shutil.which("npm") is None:
        pytest.skip("no npm on this machine")
    folder = tmp_path_factory.mktemp("sqlportal")
    done = subprocess.run(
        ["bash", "datasets/sqltab/build.sh", str(folder / "sqltab")],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        pytest.skip(f"the program could not be fetched: {done.stderr[-500:]}")
    return folder


@pytest.fixture(scope="module")
def table(fetched: Path) -> Iterator[tuple[Served, str]]:
    """Serve a portal with the program and one table; return the table's page."""
    with served_portal(fetched, demo=False) as portal:
        key = portal.manage("ckan_token", "robot", "--sysadmin").strip().splitlines()[-1]

        def call(action: str, files: object = None, **data: object) -> dict[str, str]:
            sent = {"data": data, "files": files} if files else {"json": data}
            answer = requests.post(
                f"{portal.url}/api/3/action/{action}", headers={"Authorization": key}, timeout=120, **sent
            )  # fmt: skip
            assert answer.status_code == 200, answer.text[:500]
            found: dict[str, str] = answer.json()["result"]
            return found

        call("organization_create", name="kleve", title="Kleve")
        call("package_create", name="pegel", title="Pegel", owner_org="kleve")
        upload = {"upload": ("pegel.csv", io.BytesIO(ROWS.encode()))}
        made = call("resource_create", files=upload, package_id="pegel", name="Pegel", format="CSV")
        yield portal, f"{portal.url}/dataset/pegel/resource/{made['id']}?ansicht=abfragen"


class Neighbour:
    """Another host, as a page sees it: another port of this machine. It counts who comes by."""

    def __init__(self) -> None:
        self.visits = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            visitor, _ = self._socket.accept()
            self.visits += 1
            visitor.close()


def ask(page: Page, sql: str) -> None:
    page.fill("[data-sqltab-sql]", sql)
    page.press("[data-sqltab-sql]", "Tab")
    page.click("[data-sqltab-form] button[type=submit]")


def test_a_table_is_asked_in_the_browser(page: Page, table: tuple[Served, str]) -> None:
    portal, address = table
    asked: list[str] = []
    refused: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on(
        "console",
        lambda line: refused.append(line.text) if "Content Security" in line.text else None,
    )
    page.goto(address)
    assert not [url for url in asked if "wasm" in url or "worker" in url]
    assert "MB" in page.inner_text("[data-sqltab-load]")
    assert "600" in page.inner_text("[data-sqltab-load]")

    page.click("[data-sqltab-load]")
    page.wait_for_selector("[data-sqltab-form]:visible", timeout=60_000)
    assert page.evaluate("document.activeElement.id") == "sqltab-sql"
    assert page.is_hidden("[data-sqltab-load]")

    ask(page, QUESTION)
    page.wait_for_selector("[data-sqltab-result]:visible")
    rows = page.locator("[data-sqltab-rows] tr").all_inner_texts()
    assert [row.split("\t") for row in rows] == [
        ["Rees", "200", "59800,0", "2024-03-01", "=1+1"],
        ["Kleve", "200", "60000,0", "2024-03-01", "a, b"],
        ["Goch", "200", "60200,0", "2024-03-01", ""],
    ]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    with page.expect_download() as download:
        page.click("[data-sqltab-save]")
    kept = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    assert kept[0] == "Ort,zahl,summe,tag,b"
    assert kept[2].startswith("Kleve,200,60000.0")

    assert {url.split("/static")[0].split("/dataset")[0] for url in asked if not url.startswith("blob:")} == {portal.url}  # fmt: skip
    assert not refused


def test_a_bad_question_is_refused_and_no_other_host_is_asked(
    page: Page, table: tuple[Served, str]
) -> None:
    neighbour = Neighbour()
    page.goto(table[1])
    page.click("[data-sqltab-load]")
    page.wait_for_selector("[data-sqltab-form]:visible", timeout=60_000)
    for sql in (
        "SELECT nichts FROM tabelle",
        f"FROM read_csv('{neighbour.url}/x.csv')",
        "DROP TABLE tabelle",
        "",
    ):
        ask(page, sql)
        page.wait_for_selector("[data-sqltab-problem]:visible")
        assert "ließ sich nicht ausführen" in page.inner_text("[data-sqltab-problem]")
        ask(page, "FROM tabelle")
        page.wait_for_selector("[data-sqltab-problem]", state="hidden")
        page.locator("[data-sqltab-state]", has_text="600").wait_for()
        assert page.locator("[data-sqltab-rows] tr").count() == 500
    assert neighbour.visits == 0
