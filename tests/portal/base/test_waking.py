"""The background worker is called when there is a job."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django_tasks.signals import task_enqueued

from portal.base import waking

LONG = 3600


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.PORTAL_DATA = tmp_path
    (tmp_path / "tmp").mkdir()
    return tmp_path / "tmp"


@pytest.fixture
def listener(folder: Path) -> Iterator[waking.Listener]:
    found = waking.Listener()
    yield found
    found.close()


def test_a_job_announced_before_the_wait_is_not_missed(listener: waking.Listener) -> None:
    waking.ring()
    waking.ring()
    assert listener.wait(LONG)
    assert not listener.wait(0)


def test_an_announced_job_ends_the_wait(listener: waking.Listener) -> None:
    heard: list[bool] = []
    waiting = threading.Thread(target=lambda: heard.append(listener.wait(LONG)), daemon=True)
    waiting.start()
    waking.ring()
    waiting.join(60)
    assert heard == [True]


def test_a_second_worker_listens_at_the_same_pipe(listener: waking.Listener) -> None:
    other = waking.Listener()
    waking.ring()
    assert listener.wait(LONG)
    assert not other.wait(0)
    waking.ring()
    assert other.wait(LONG)
    other.close()


def test_every_queued_job_is_announced() -> None:
    assert any(key[0] == "base.waking" for key, *_rest in task_enqueued.receivers)


def test_without_the_folder_the_worker_looks_by_the_clock(folder: Path) -> None:
    folder.rmdir()
    found = waking.Listener()
    waking.ring()
    assert not found.wait(0)
    found.close()


def test_a_file_in_the_way_is_no_pipe_but_does_no_harm(folder: Path) -> None:
    (folder / "bell").write_bytes(b"")
    found = waking.Listener()
    waking.ring()
    assert not found.wait(0)
    found.close()
