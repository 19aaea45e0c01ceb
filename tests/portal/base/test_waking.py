"""The background worker is called when there is a job."""

from typing import Any

import pytest
from django_tasks.signals import task_enqueued

from portal.base import waking


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> Any:
    settings.PORTAL_DATA = tmp_path
    return tmp_path


def test_an_announced_job_ends_the_wait(folder: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(waking.time, "sleep", lambda n: slept.append(n) or waking.ring())
    (folder / "tmp").mkdir()
    waking.ring()
    heard = waking.rung()
    assert heard > 0
    waking.wait(heard, 3600)
    assert slept == [waking.LOOK]
    assert waking.rung() > heard


def test_every_queued_job_is_announced() -> None:
    assert any(key[0] == "base.waking" for key, *_rest in task_enqueued.receivers)


def test_without_the_folder_the_worker_looks_by_the_clock() -> None:
    waking.ring()
    assert waking.rung() == 0
    waking.wait(0, 0)
