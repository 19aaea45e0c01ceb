"""The portal's own records as ordinary datasets: labs, actors, practice examples, events."""

import csv
import hashlib
import io
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from datasets.models import Dataset, Organization, Resource
from datasets.services.bodies import organization_create
from datasets.services.datasets import DatasetChanges, dataset_create
from datasets.services.resources import resource_create
from datasets.services.versions import version_receive
from labs.listing import visible
from labs.models import Actor, EventPage, LabPage, PracticePage

PUBLISHER = "portalredaktion"
LICENSE = "dl-de/zero-2-0"
Field = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class RecordSet:
    """Records of one kind: how the dataset is called, its columns, its rows."""

    name: str
    title: str
    notes: str
    fields: tuple[Field, ...]
    rows: Callable[[], Iterator[tuple[Any, ...]]]

    @property
    def schema(self) -> dict[str, Any]:
        """Return the schema that the table is checked against."""
        fields: list[dict[str, Any]] = [
            {"name": name, "type": kind, "description": text} for name, kind, text in self.fields
        ]
        fields[0]["constraints"] = {"required": True}
        return {"fields": fields}

    def table(self) -> bytes:
        """Return the records as CSV."""
        stream = io.StringIO(newline="")
        writer = csv.writer(stream)
        writer.writerow([name for name, _kind, _text in self.fields])
        writer.writerows([["" if v is None else v for v in row] for row in self.rows()])
        return stream.getvalue().encode()


def _labs() -> Iterator[tuple[Any, ...]]:
    pages = visible(LabPage.objects.prefetch_related("places", "members", "topics"))
    for page in pages.order_by("slug"):
        places = page.places.all()
        yield (
            page.slug,
            page.title,
            page.get_status_display(),
            page.start,
            page.end,
            "; ".join(page.states),
            "; ".join(place.name for place in places),
            "; ".join(place.key for place in places if place.key),
            len(page.members.all()),
            "; ".join(topic.name for topic in page.topics.all()),
            page.full_url,
        )


def _actors() -> Iterator[tuple[Any, ...]]:
    for actor in Actor.objects.order_by("slug"):
        yield (
            actor.slug,
            actor.name,
            actor.get_sector_display(),
            actor.get_kind_display(),
            actor.place,
            actor.get_state_display(),
            actor.key,
            actor.url,
        )


def _examples() -> Iterator[tuple[Any, ...]]:
    pages = visible(PracticePage.objects.prefetch_related("topics"))
    for page in pages.order_by("slug"):
        yield (
            page.slug,
            page.title,
            page.summary,
            page.get_kind_display(),
            page.place,
            page.get_state_display(),
            page.latitude,
            page.longitude,
            page.since,
            page.get_experience_display(),
            page.went_well,
            page.went_badly,
            page.hours,
            page.get_cost_display() if page.cost else "",
            "true" if page.transferable else "false",
            "; ".join(topic.name for topic in page.topics.all()),
            page.full_url,
        )


def _events() -> Iterator[tuple[Any, ...]]:
    pages = visible(EventPage.objects.prefetch_related("topics"))
    for page in pages.order_by("start", "slug"):
        yield (
            page.slug,
            page.title,
            page.start.isoformat(timespec="seconds"),
            page.ends.isoformat(timespec="seconds"),
            page.venue,
            page.address,
            "true" if page.is_online else "false",
            "true" if page.cancelled else "false",
            "; ".join(topic.name for topic in page.topics.all()),
            page.full_url,
        )


NAME = ("kennung", "string", "Kurzname, stabil")
TITLE = ("titel", "string", "Titel der Seite")
TOPICS = ("themen", "string", "Themen, mit Semikolon getrennt")
PAGE = ("seite", "string", "Adresse der Seite")
RECORDS = (
    RecordSet(
        "portal-labore", "Labore des Portals", "Alle veröffentlichten Labore mit Orten und Zeitraum.",
        (NAME, TITLE, ("stand", "string", "geplant, laufend oder abgeschlossen"),
         ("beginn", "date", "Beginn"), ("ende", "date", "Ende"),
         ("laender", "string", "Länder, mit Semikolon getrennt"),
         ("orte", "string", "Orte, mit Semikolon getrennt"),
         ("schluessel", "string", "amtliche Schlüssel der Orte"),
         ("mitglieder", "integer", "Zahl der genannten Mitglieder"), TOPICS, PAGE), _labs,
    ),
    RecordSet(
        "portal-akteure", "Akteure des Portals", "Organisationen, die in den Laboren mitarbeiten.",
        (NAME, ("name", "string", "Name der Organisation"), ("sektor", "string", "Sektor"),
         ("art", "string", "Art der Organisation"), ("ort", "string", "Ort"),
         ("land", "string", "Land"), ("schluessel", "string", "amtlicher Schlüssel"),
         ("webseite", "string", "Webseite")), _actors,
    ),
    RecordSet(
        "portal-praxisbeispiele", "Praxisbeispiele des Portals",
        "Was andere getan haben, mit guten und mit schlechten Erfahrungen.",
        (NAME, TITLE, ("kurzfassung", "string", "Kurzfassung"), ("art", "string", "Wofür ein Beispiel"),
         ("ort", "string", "Ort"), ("land", "string", "Land"), ("breite", "number", "Breitengrad"),
         ("laenge", "number", "Längengrad"), ("seit", "date", "Beginn"),
         ("erfahrung", "string", "gute, gemischte oder schlechte Erfahrung"),
         ("ging_gut", "string", "Was gut ging"), ("ging_schlecht", "string", "Was schlecht ging"),
         ("stunden", "integer", "Aufwand in Stunden"), ("kosten", "string", "Kostenklasse"),
         ("uebertragbar", "boolean", "auf andere Orte übertragbar"), TOPICS, PAGE), _examples,
    ),
    RecordSet(
        "portal-veranstaltungen", "Veranstaltungen des Portals", "Termine mit Ort, ohne Personen.",
        (NAME, TITLE, ("beginn", "datetime", "Beginn mit Zeitzone"), ("ende", "datetime", "Ende"),
         ("ort", "string", "Haus und Raum"), ("anschrift", "string", "Anschrift"),
         ("online", "boolean", "findet online statt"), ("abgesagt", "boolean", "abgesagt"),
         TOPICS, PAGE), _events,
    ),
)  # fmt: skip


def records_publish() -> list[str]:
    """Publish what changed since the last time and return the names of the datasets."""
    return [records.name for records in RECORDS if _publish(records)]


def _publish(records: RecordSet) -> bool:
    """Publish one kind of records; say whether there was something new."""
    table = records.table()
    dataset = Dataset.objects.filter(name=records.name).first()
    if dataset is None and table.count(b"\n") < 2:
        return False
    if dataset is not None and dataset.deleted_at:
        return False
    dataset = dataset or _dataset(records)
    resource = dataset.resources.filter(state="active").order_by("position").first()
    newest = resource.versions.first() if resource is not None else None
    if newest is not None and newest.sha256 == hashlib.sha256(table).hexdigest():
        return False
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{records.name}.csv"
        path.write_bytes(table)
        _receive(dataset, resource, records, path)
    return True


def _dataset(records: RecordSet) -> Dataset:
    """Make the dataset, published by the portal itself."""
    publisher = Organization.objects.filter(name=PUBLISHER).first()
    if publisher is None:
        fields = {
            "name": PUBLISHER,
            "title": _("Redaktion {name}").format(name=settings.PORTAL_NAME),
        }
        publisher = organization_create(actor=None, check=False, **fields)
    changes = DatasetChanges(
        name=records.name,
        title=records.title,
        notes=records.notes,
        organization=publisher,
        license=LICENSE,
        tags=["Portal"],
    )
    return dataset_create(actor=None, changes=changes, check=False)


def _receive(dataset: Dataset, resource: Resource | None, records: RecordSet, path: Path) -> None:
    """Take in the table on the same road as every other."""
    answer = _("Nur Organisationen und öffentliche Angaben, keine Personen.")
    if resource is None:
        resource_create(
            actor=None,
            dataset=dataset,
            fields={"name": records.title, "description": records.notes},
            path=path,
            file_name=path.name,
            schema=records.schema,
            personal_data_answer=answer,
            check=False,
            at_once=True,
        )
        return
    version_receive(
        resource=resource,
        file_name=path.name,
        actor=None,
        path=path,
        schema=records.schema,
        personal_data_answer=answer,
        at_once=True,
    )
