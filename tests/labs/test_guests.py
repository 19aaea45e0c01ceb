"""Registering for an event: places, waiting list, mails, and forgetting."""

import contextlib
import datetime
import os
import runpy
import sqlite3

import pytest
from django.core import mail
from django.utils import timezone

from labs.models import EventGuest, EventPage
from labs.services.guests import guest_register, guests_forget, guests_remind, guests_tell
from portal.base.traces import mails_forget
from portal.settings.parts import database
from tests.labs.factories import make_event

PERSON = {"name": "Ada Beispiel", "email": "ada@example.org", "organization": "", "note": ""}


@pytest.fixture
def event(tree):
    return make_event(tree.lab, registration=True, places=1, online_url="https://video.example/x")


def register(client, event, **more):
    return client.post(f"/anmeldung/{event.pk}/", {**PERSON, **more})


def test_a_guest_gets_a_place_and_a_mail_without_any_cookie(event, client):
    assert "Noch 1 Platz frei." in client.get(event.url).content.decode()
    assert client.get(f"/anmeldung/{event.pk}/").status_code == 200
    answer = register(client, event)
    assert "Ihre Anmeldung ist da" in answer.content.decode()
    assert client.cookies == {}
    (sent,) = mail.outbox
    assert sent.to == ["ada@example.org"]
    assert "https://video.example/x" in sent.body
    assert EventGuest.objects.get().secret in sent.body


def test_who_comes_late_waits_and_moves_up_when_somebody_cancels(event, client):
    register(client, event)
    answer = register(client, event, name="Bo", email="bo@example.org")
    assert "Sie stehen auf der Warteliste" in answer.content.decode()
    assert "https://video.example/x" not in mail.outbox[-1].body
    ada = EventGuest.objects.get(name="Ada Beispiel")
    address = f"/anmeldung/abmelden/{ada.secret}/"
    assert "Möchten Sie sich abmelden?" in client.get(address).content.decode()
    assert EventGuest.objects.count() == 2, "looking is not cancelling"
    client.post(address)
    assert EventGuest.objects.get().state == "dabei"
    assert mail.outbox[-1].subject.startswith("Ein Platz ist frei geworden")
    assert client.get(address).status_code == 404


def test_without_waiting_list_a_full_event_takes_nobody(event, client):
    EventPage.objects.update(waiting_list=False)
    register(client, event)
    assert register(client, event, email="bo@example.org").status_code == 409
    assert EventGuest.objects.count() == 1


def test_twice_is_once_and_does_not_tell_who_is_registered(event, client):
    register(client, event)
    again = register(client, event, email="ADA@example.org")
    assert "Ihre Anmeldung ist da" in again.content.decode()
    assert EventGuest.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "status"), [({"email": "keine"}, 400), ({"name": ""}, 400), ({"website": "x"}, 200)]
)
def test_what_is_wrong_or_from_a_machine_is_not_kept(event, client, change, status):
    assert register(client, event, **change).status_code == status
    assert not EventGuest.objects.exists()


@pytest.mark.parametrize(
    "change", [{"registration": False}, {"cancelled": True}, {"in_days": -1}, {"live": False}]
)
def test_a_closed_event_takes_nobody(tree, client, change):
    event = make_event(tree.lab, **{"registration": True, **change})
    assert register(client, event).status_code in {404, 409}
    assert not EventGuest.objects.exists()


def test_guests_are_forgotten_thirty_days_later_and_their_number_is_kept(tree, admin_client):
    kept, gone = (make_event(tree.lab, title=f"E{n}", in_days=-n) for n in (29, 31))
    for event, state in ((kept, "dabei"), (gone, "dabei"), (gone, "warteliste")):
        EventGuest.objects.create(
            event=event, name="Ada", email=f"{state}@b.de", state=state, secret=f"{event}{state}"
        )
    assert guests_forget() == 2
    assert EventGuest.objects.get().event_id == kept.pk
    words = "1 dabei, 1 auf der Warteliste"
    assert words in admin_client.get(f"/admin/redaktion/anmeldungen/{gone.pk}/").content.decode()
    assert words in admin_client.get(f"/admin/pages/{gone.pk}/history/").content.decode()
    assert (
        words not in admin_client.get(f"/admin/redaktion/anmeldungen/{kept.pk}/").content.decode()
    )
    assert guests_forget() == 0


def test_mails_kept_as_files_go_after_thirty_days(settings, tmp_path):
    settings.EMAIL_FILE_PATH = str(tmp_path)
    now = timezone.now()
    for name, days in (("alt.log", 31), ("neu.log", 29)):
        (tmp_path / name).write_text("To: ada@example.org")
        moment = (now - datetime.timedelta(days)).timestamp()
        os.utime(tmp_path / name, (moment, moment))
    assert mails_forget(now=now) == 0, "a mail server is named: the folder is not ours"
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert mails_forget(now=now) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["neu.log"]


def test_a_deleted_name_is_gone_from_the_database_file_too(tmp_path):
    # Read anew: the settings of the tests have their own options.
    options = runpy.run_path(database.__file__)["DATABASES"]["default"].get("OPTIONS", {})
    if "init_command" not in options:
        pytest.skip("PostgreSQL clears deleted rows in its own time")
    file = tmp_path / "portal.sqlite3"
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as opened:
        for step in (
            "PRAGMA secure_delete=OFF",
            *options["init_command"].split(";"),
            "CREATE TABLE guest (name)",
            "INSERT INTO guest VALUES ('Wanda Gast')",
            "PRAGMA wal_checkpoint(TRUNCATE)",
            "DELETE FROM guest",
            "PRAGMA wal_checkpoint(TRUNCATE)",
        ):
            opened.execute(step).fetchall()
        left = [path.name for path in tmp_path.iterdir() if b"Wanda" in path.read_bytes()]
    assert left == []


def published(event, **changes):
    for name, value in changes.items():
        setattr(event, name, value)
    event.save_revision().publish()
    mail.outbox.clear()


def a_week_later(event):
    week = datetime.timedelta(days=7)
    return {"start": event.start + week, "end": event.end + week}


def test_guests_hear_once_of_what_they_do_not_know(event):
    for name in ("ada", "bo"):
        guest_register(event=event, name=name, email=f"{name}@example.org")
    event.refresh_from_db()
    assert guests_tell() == 0
    steps = [
        ({"cancelled": True}, 2, "Abgesagt: ", "findet nicht statt"),
        ({"cancelled": False}, 2, "Findet doch statt: ", "doch statt"),
        (a_week_later(event), 2, "Neuer Termin: ", "neuen Termin"),
        ({"title": "Anders"}, 0, "", ""),
    ]
    for changes, number, subject, words in steps:
        published(event, **changes)
        assert guests_tell() == number
        assert guests_tell() == 0
        assert {m.to[0] for m in mail.outbox} == (
            {"ada@example.org", "bo@example.org"} if number else set()
        )
        assert all(m.subject.startswith(subject) and words in m.body for m in mail.outbox)
        assert all(
            ("abmelden" in m.body.lower() or "melden sie sich hier ab" in m.body.lower())
            != event.cancelled
            for m in mail.outbox
        )


def test_nobody_hears_of_a_draft_or_of_what_is_over(event):
    guest_register(event=event, name="Ada", email="ada@example.org")
    event.refresh_from_db()
    event.cancelled = True
    event.save_revision()
    assert guests_tell() == 0
    published(event, cancelled=True)
    assert guests_tell(now=event.start + datetime.timedelta(hours=1)) == 0
    assert guests_tell(now=event.start - datetime.timedelta(hours=1)) == 1


def test_a_new_day_while_it_is_off_is_no_news(event):
    guest_register(event=event, name="Ada", email="ada@example.org")
    event.refresh_from_db()
    published(event, cancelled=True)
    assert guests_tell() == 1
    published(event, **a_week_later(event))
    assert guests_tell() == 0
    published(event, cancelled=False)
    assert guests_tell() == 1
    assert mail.outbox[0].subject.startswith("Findet doch statt")


def test_a_guest_who_comes_after_a_change_knows_it(event):
    published(event, **a_week_later(event))
    guest_register(event=event, name="Ada", email="ada@example.org")
    assert guests_tell() == 0


def test_guests_are_reminded_once(event):
    guest = EventGuest.objects.create(event=event, name="A", email="a@b.de", secret="x")
    later = event.start - datetime.timedelta(days=1)
    assert guests_remind(now=timezone.now()) == 0
    assert guests_remind(now=later) == 1
    assert guests_remind(now=later) == 0
    guest.refresh_from_db()
    assert guest.reminded_at is not None
    assert mail.outbox[-1].subject.startswith("Bald ist es so weit")


def test_the_calendar_holds_public_events_with_escaped_folded_lines(tree, client):
    event = make_event(tree.lab, title="Workshop; Daten, Kühe & Straße " + "ü" * 60)
    make_event(tree.lab, title="Geheim", live=False)
    answer = client.get("/kalender/veranstaltungen.ics")
    assert answer["content-type"].startswith("text/calendar")
    lines = answer.content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2] == b"END:VCALENDAR"
    assert all(len(line) <= 75 for line in lines)
    text = answer.content.decode().replace("\r\n ", "")
    assert "SUMMARY:Workshop\\; Daten\\, Kühe & Straße üü" in text
    assert f"DTSTART:{event.start.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}" in text
    assert "Geheim" not in text
    assert client.get(f"/kalender/{event.pk}.ics").content.count(b"BEGIN:VEVENT") == 1
