"""One page of every kind, each field filled and each body with every block that it may have.

Runs inside a portal with demo content, by `manage.py shell`. What is found is asked of the models and
of the stream blocks themselves, so that a new kind of page, chart or block fails here until it has
an example.
"""

import datetime
import json
from functools import cache
from typing import Any

from django.db import models, transaction
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page, Site, get_page_models

from home.loader.images import document_id, image_id
from home.loader.living import chart_value, text_with_figures
from home.loader.pages import add
from home.loader.streams import block, dataset_id, stream
from home.models import StandardPage
from labs.models import (
    Actor,
    EventPage,
    GuideChange,
    GuidePage,
    LabGoal,
    LabIndexPage,
    LabMember,
    LabMilestone,
    LabPage,
    LabPlace,
    LabProposal,
    LabQuestion,
    MethodPage,
    NewsPage,
    PracticePage,
    PracticePartner,
    StoryPage,
    Topic,
)
from labs.models.progress import ProposalState
from portal.base.models import PortalImage
from portal.base.pages import PortalPage

MARK = "alles-auf-einmal"
PLACES = "spielplaetze-niederrhein"
COUNTED = {"dataset": "radzaehlung-neckarfurt", "category": "datum", "aggregate": "sum"}
CHARTS = {
    "bar": {"category": "Ort", "unit": "Plätze"},
    "stacked": {"category": "Ort", "split": "Barrierefrei"},
    "line": {**COUNTED, "values": ["stadteinwaerts", "stadtauswaerts"]},
    "area": {**COUNTED, "values": ["gesamt"]},
    "dot": {"category": "Altersgruppe"},
    "share": {"category": "Barrierefrei"},
    "states": {"category": "AGS"},
    "points": {"category": "Ort"},
    "table": {"category": "Ort", "split": "Altersgruppe"},
}
FIGURES = {
    "html": "<p>In Moers gibt es {moers} Spielplätze für <b>Open Government</b>.</p><ul><li>Eins</li></ul>",
    "figures": {
        "moers": {
            "dataset": PLACES,
            "label": "Spielplätze in Moers",
            "aggregate": "count",
            "filters": [{"column": "Ort", "op": "eq", "value": "Moers"}],
        }
    },
}
WRITTEN = {
    "dataset": {"dataset": PLACES, "note": "Die Zahlen dazu."},
    "links": {
        "title": "Weiterlesen",
        "items": [
            {"label": "Eine Seite", "page": "leitfaeden"},
            {"label": "Eine Adresse", "url": "https://beispiel.example/"},
            {"label": "Ein Datensatz", "dataset": PLACES},
        ],
    },
    "table": {
        "caption": "Spielplätze",
        "header": ["Stadt", "Zahl"],
        "rows": [["Kleve", "26"], ["Moers", "31"]],
    },
}
ITEM = {"day": "2090-05-02", "start": "10:00", "end": "11:00", "title": "Beginn", "text": "Hallo"}
PLAIN = {
    "figure": [{"value": "12.345", "label": "Menschen"}],
    "item": [ITEM, {**ITEM, "start": "11:00", "end": None}],
}


@cache
def charts() -> list[Any]:
    """Return a chart of every kind."""
    kinds = [
        chart_value({"dataset": PLACES, "aggregate": "count", "title": f"Diagramm {kind}", "kind": kind, **fields, "caption": "Beispieldaten."})
        for kind, fields in CHARTS.items()
    ]  # fmt: skip
    assert all(kinds)
    return kinds


@cache
def paragraph() -> str:
    """Return text with a living number."""
    return text_with_figures(FIGURES)


def videos() -> list[Any]:
    """Return a video of one's own and one that lies elsewhere."""
    words = {"language": "de", "credit": "Redaktion, CC0", "transcript": "<p>Eine Schaukel.</p>"}
    files = {
        "file": document_id("spielplaetze.webm"),
        "captions": document_id("spielplaetze.vtt"),
        "poster": image_id("park.png"),
    }
    return [
        {"title": "Rundgang", "url": "", **words, **files},
        {"title": "Vortrag", "url": "https://video.example/1", "language": "de"},
    ]


def samples(name: str, child: blocks.Block, place: str) -> list[Any]:
    """Return one or more values for a block; `place` makes headings of one page differ."""
    if isinstance(child, blocks.PageChooserBlock):
        return [child.target_model.objects.live().latest("pk").pk]
    if isinstance(child, blocks.ChooserBlock):
        return [dataset_id(PLACES)]
    match name:
        case "paragraph":
            return [paragraph()]
        case "heading":
            return [{"text": f"Abschnitt {place} {n}", "level": n} for n in keys(child, "level")]
        case "callout":
            return [{"style": s, "title": s, "text": paragraph()} for s in keys(child, "style")]
        case "image":
            words = {"alternative_text": "Ein Park", "caption": "Der Park", "credit": ""}
            return [{"image": image_id("park.png"), **words}]
        case "video":
            return videos()
        case "table" | "links" | "dataset":
            return [one["value"] for one in stream([{"type": name, "value": WRITTEN[name]}])]
        case "chart":
            # One page shows all kinds; the others what is drawn, so that looking at them stays quick.
            return charts() if place == "StoryPage.body" else charts()[:1]
        case "chapter":
            body = child.child_blocks["body"]
            return [{"title": title, "body": every(body, title)} for title in ("Anfang", "Ende")]
        case "figure" | "item":
            return PLAIN[name]
        case "quote" | "ingredient" | "step" | "mistake" | "reference":
            return [child.get_prep_value(child.get_preview_value())]
    raise AssertionError(f"give the block {name!r} ({type(child).__name__}) an example here")


def keys(block: blocks.StructBlock, name: str) -> list[str]:
    """Return what can be chosen in a part of a block."""
    return [key for key, _ in block.child_blocks[name].field.choices if key]


def every(body: blocks.StreamBlock, place: str) -> list[Any]:
    """Return a body with all blocks that it may have."""
    return [
        block(name, value)
        for name, child in body.child_blocks.items()
        for value in samples(name, child, place)
    ]


def sample(field: models.Field) -> Any:
    """Return a value for a plain field."""
    known = {"key": "05154036", "latitude": 51.4, "longitude": 6.6}
    if field.name in known:
        return known[field.name]
    if field.choices:
        return field.choices[-1][0]
    match field:
        case models.ForeignKey():
            return PortalImage.objects.get(pk=image_id("park.png"))
        case models.BooleanField():
            return True
        case models.URLField():
            return "https://beispiel.example/"
        case models.CharField() | models.TextField():
            return f"Beispiel {field.verbose_name}"[: field.max_length or 300]
        case models.DateTimeField():
            return datetime.datetime(2090, 5, 2, 10, tzinfo=datetime.UTC)
        case models.DateField():
            return datetime.date(2024, 5, 2)
        case models.IntegerField():
            return 12
    raise AssertionError(f"give the field {field} an example here")


def filled(kind: type[PortalPage], **more: Any) -> PortalPage:
    """Return a page of the kind with something in every field."""
    own = [f for f in kind._meta.fields if f.name not in {g.name for g in Page._meta.fields}]
    plain = [f for f in own if not isinstance(f, StreamField | models.OneToOneField)]
    values = {f.name: sample(f) for f in plain if f.editable}
    bodies = {
        f.name: every(f.stream_block, f"{kind.__name__}.{f.name}")
        for f in own
        if isinstance(f, StreamField)
    }
    page = kind(
        title=f"{kind._meta.verbose_name} mit allem",
        slug=f"{MARK}-{kind.__name__.lower()}",
        **{**values, **bodies, **more},
    )
    for name in ("topics", "methods"):
        if hasattr(page, name):
            setattr(page, name, list(getattr(kind, name).rel.model.objects.order_by("pk")[:2]))
    return page


def lab() -> LabPage:
    """Return a lab with goals, milestones, proposals, members."""
    day = datetime.date(2023, 1, 1)
    page: Any = filled(LabPage, finished_on=None)
    page.places = [LabPlace(name="Kleve", state="05", key="05154036", latitude=51.8, longitude=6.1)]
    page.members = [LabMember(actor=Actor.objects.first(), name="Verein", sector="zivilgesellschaft", kind="Verein", note="hilft", url="https://beispiel.example/")]  # fmt: skip
    page.goals = [LabGoal(title=f"Ziel {n}", description="Warum", progress=n) for n in (0, 40, 100)]
    page.milestones = [
        LabMilestone(title="Erledigt", date=day, done_on=day, text="Es gelang."),
        LabMilestone(title="Überfällig", date=day),
        LabMilestone(title="Geplant", date=datetime.date(2090, 1, 1)),
    ]
    page.questions = [LabQuestion(text="Wer pflegt die Liste?")]
    page.proposals = [
        LabProposal(title=f"Vorschlag {state}", text="Weil.", addressee="Bund", state=state, state_since=day, evidence="Beschluss", evidence_url="https://beispiel.example/")
        for state in ProposalState.values
    ]  # fmt: skip
    return page


def guide() -> GuidePage:
    """Return a guide with a list of changes."""
    page: Any = filled(GuidePage)
    page.changes = [GuideChange(version="1.2", text="Kapitel 2 neu")]
    return page


def practice() -> PracticePage:
    """Return a practice example with partners."""
    page: Any = filled(PracticePage, support="zeit,geld")
    page.partners = [PracticePartner(actor=Actor.objects.first(), role="hilft")]
    return page


def front_page() -> Any:
    """Return the page at the portal's own address."""
    return Site.objects.get().root_page.specific


@transaction.atomic
def build() -> None:
    """Make and publish all of it; print the addresses by kind."""
    remove()
    home = front_page()
    for field in home._meta.fields:
        if isinstance(field, StreamField):
            setattr(home, field.name, every(field.stream_block, f"HomePage.{field.name}"))
    # Without a revision, so that the last one is what was there before; what follows clears the caches.
    home.save()
    programme = add(home, filled(LabIndexPage))
    made: list[Any] = [programme, add(programme, lab())]
    made += [
        add(made[1], filled(StoryPage)),
        add(made[1], filled(NewsPage)),
        add(made[1], filled(EventPage, cancelled=False, end=None, closes_at=None)),
    ]
    for slug, page in (
        ("leitfaeden", guide()),
        ("methoden", filled(MethodPage)),
        ("praxisbeispiele", practice()),
    ):
        made.append(add(home.get_children().get(slug=slug).specific, page))
    made.append(add(home, filled(StandardPage)))
    addresses = {type(page).__name__: page.url for page in made}
    for kind in get_page_models():
        if issubclass(kind, PortalPage):
            addresses.setdefault(kind.__name__, kind.objects.live().first().url)
    for index, record in (
        ("TopicIndexPage", Topic.objects.order_by("pk").first()),
        ("ActorIndexPage", Actor.objects.first()),
    ):
        addresses[type(record).__name__] = f"{addresses[index]}{record.slug}/"
    print("addresses", json.dumps(addresses))


def remove() -> None:
    """Leave the portal as it was."""
    for page in Page.objects.filter(slug__startswith=MARK).order_by("-depth"):
        page.specific.delete()
    front_page().get_latest_revision().publish()
