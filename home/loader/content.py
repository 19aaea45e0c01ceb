"""The demo's labs, stories and guides."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from home.loader.files import read
from home.loader.more import load_more, topics
from home.loader.pages import add, child, fill, is_fresh, publish
from home.loader.streams import block, stream
from home.models import HomePage, StandardPage
from labs.models import GuidePage, LabMember, LabPage, LabPlace, StoryPage
from labs.states import State
from portal.base.models import PortalImage
from portal.base.variants import variant_create

Images = Mapping[str, PortalImage]
SUMMARY = 300
ADMINISTRATION = "verwaltung"
PUBLIC_KINDS = {"Kommune", "Kommunen", "Landkreis", "Gemeindeverband"}
HIGHLIGHTED = 3


def load_content(home: HomePage, images: Images) -> int:
    """Add the missing pages of the demo and return their number."""
    labs, guides = child(home, "labore"), child(home, "leitfaeden")
    number = 0
    for entry in read("labs.json")["labs"]:
        if child(labs, entry["slug"]) is None:
            add(labs, _lab(entry))
            number += 1
    for entry in read("stories.json"):
        lab = child(labs, entry["lab"])
        if child(lab, entry["slug"]) is None:
            story = add(lab, _story(entry, images))
            number += 1 + _variants(story, entry.get("variants", ()))
    for entry in read("guides.json"):
        if child(guides, entry["slug"]) is None:
            add(guides, _guide(entry, images))
            number += 1
    number += load_more(home, images)
    _complete_first_pages(home, labs, images)
    return number


def _lab(entry: dict[str, Any]) -> LabPage:
    """Return the page of a lab."""
    first, rest = _split(entry["description"])
    period = entry["period"]
    source = (entry["source"]["label"], entry["places_source"], f"Themen: {entry['topics_note']}")
    page = LabPage(
        title=entry["name"],
        slug=entry["slug"],
        summary=first,
        region=", ".join(dict.fromkeys(entry["states"])),
        status=entry["status"],
        start=date.fromisoformat(period["start"]),
        end=date.fromisoformat(period["end"]),
        members_note=""
        if entry["members_complete"]
        else "Die Quelle nennt nicht alle Mitglieder einzeln.",
        source="\n\n".join(source),
        body=[block("paragraph", f"<p>{rest}</p>")] if rest else [],
    )
    keys = {str(choice.label): choice.value for choice in State}
    page.topics = topics(entry["topics"])
    page.places = [
        LabPlace(
            name=place["name"],
            state=keys.get(place["state"], ""),
            key=place["ags"],
            district=_district(place),
            latitude=place["lat"],
            longitude=place["lon"],
        )
        for place in entry["places"]
    ]
    page.members = [
        LabMember(
            name=member["name"],
            kind=member["kind"],
            note=member.get("note", ""),
            sector=ADMINISTRATION if member["kind"] in PUBLIC_KINDS else "",
        )
        for member in entry["members"]
    ]
    return page


def _district(place: dict[str, Any]) -> str:
    """Return the district as people call it; none for districts and for towns that are their own."""
    name, _comma, kind = place["district"].partition(", ")
    if place["level"] == "district" or kind in {"Kreisfreie Stadt", "Stadtkreis"}:
        return ""
    if "kreis" in name.lower():
        return name
    return f"Kreis {name}" if place["state"] == "Nordrhein-Westfalen" else f"Landkreis {name}"


def _split(text: str) -> tuple[str, str]:
    """Return the first sentences, as a summary, and what follows."""
    sentences = re.split(r"(?<=[a-zäöüß)]\.) (?=[A-ZÄÖÜ])", text)
    first = sentences.pop(0)
    while sentences and len(first) + len(sentences[0]) < SUMMARY:
        first = f"{first} {sentences.pop(0)}"
    return first, " ".join(sentences)


def _story(entry: dict[str, Any], images: Images) -> StoryPage:
    """Return the page of a story."""
    page = StoryPage(
        title=entry["title"],
        slug=entry["slug"],
        summary=entry["summary"],
        date=date.fromisoformat(entry["date"]),
        lead_image=images[entry["image"]],
        body=stream(entry["blocks"]),
    )
    page.topics = topics(entry["topics"])
    return page


def _variants(story: StoryPage, entries: Iterable[dict[str, Any]]) -> int:
    """Add a story in other words and return how many there are."""
    entries = list(entries)
    for entry in entries:
        page: Any = variant_create(source=story, code=entry["code"])
        page.title, page.summary = entry["title"], entry["summary"]
        page.body = stream(entry["blocks"])
        publish(page)
    return len(entries)


def _guide(entry: dict[str, Any], images: Images) -> GuidePage:
    """Return the page of a guide."""
    page = GuidePage(
        title=entry["title"],
        slug=entry["slug"],
        summary=entry["summary"],
        kind=entry["kind"].lower(),
        reading_minutes=entry["reading_minutes"],
        lead_image=images[entry["image"]],
        source=entry["source"]["label"],
        chapters=[
            block("chapter", {"title": chapter["title"], "body": stream(chapter["blocks"])})
            for chapter in entry["chapters"]
        ],
    )
    page.topics = topics(entry["topics"])
    return page


def _complete_first_pages(home: Any, labs: Any, images: Images) -> None:
    """Add to untouched first pages what only the demo has: images, figures, links to datasets."""
    if is_fresh(labs):
        programme = read("labs.json")["programme"]
        labs.summary = programme["intro"]
        labs.figures = [block("figure", figure) for figure in programme["figures"]]
        labs.figures_note = programme["figures_note"]
        labs.source = programme["source"]["label"]
        publish(labs)
    if is_fresh(home):
        told = [entry["lab"] for entry in read("stories.json")][:HIGHLIGHTED]
        home.lead_image = images[read("pages.json")["home"]["image"]]
        home.labs = [block("lab", child(labs, slug).pk) for slug in told]
        publish(home)
        for variant in HomePage.objects.filter(variant_of__source_id=home.pk):
            # What the demo adds changes nothing for it: published again, it is not stale.
            if not variant.revisions.exclude(user=None).exists():
                publish(variant)
    for entry in read("pages.json")["pages"]:
        page = child(home, entry["slug"])
        if isinstance(page, StandardPage) and is_fresh(page) and _names_data(entry):
            fill(page, stream(entry["blocks"]))


def _names_data(entry: dict[str, Any]) -> bool:
    """Say whether a page leads to datasets, which were missing when it was made."""
    items = [
        item
        for one in entry["blocks"]
        for item in (one["value"]["items"] if one["type"] == "links" else [one["value"]])
    ]
    return any(isinstance(item, dict) and "dataset" in item for item in items)
