"""The demo's methods, practice examples, events, news, actors, glossary and the progress of a lab."""

import datetime
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from home.loader.files import read
from home.loader.pages import add, child, is_fresh, publish
from home.loader.streams import block, stream
from home.models import HomePage
from labs.models import (
    Actor,
    EventPage,
    GlossaryTerm,
    LabGoal,
    LabMilestone,
    LabProposal,
    LabQuestion,
    MethodPage,
    NewsPage,
    PracticePage,
    PracticePartner,
    Topic,
)
from labs.states import State
from portal.base.models import PortalImage

Images = Mapping[str, PortalImage]


def load_more(home: HomePage, images: Images) -> int:
    """Add the missing pages and return their number."""
    _actors()
    _glossary()
    number = _add_all(child(home, "methoden"), read("methods.json"), _method)
    number += _add_all(
        child(home, "praxisbeispiele"), read("examples.json"), lambda e: _example(e, images)
    )
    labs = child(home, "labore")
    for name, index, make in (
        ("events.json", "veranstaltungen", _event),
        ("news.json", "meldungen", _news),
    ):
        for entry in read(name):
            parent = child(labs, entry["parent"]) if entry["parent"] else child(home, index)
            number += _add_all(parent, [entry], make)
    for slug, entry in read("progress.json").items():
        _progress(child(labs, slug), entry)
    return number


def topics(names: list[str]) -> list[Topic]:
    """Return the topics of these names, new ones included."""
    return [Topic.objects.get_or_create(name=name)[0] for name in names]


def _add_all(parent: Any, entries: list[dict[str, Any]], make: Any) -> int:
    """Add the entries that are not there yet; a parent that was removed gets none."""
    missing = [e for e in entries if parent is not None and child(parent, e["slug"]) is None]
    for entry in missing:
        add(parent, make(entry))
    return len(missing)


def _states() -> dict[str, str]:
    """Return the keys of the states by name."""
    return {str(choice.label): choice.value for choice in State}


def _actors() -> None:
    """Add the actors."""
    for entry in read("actors.json"):
        if not Actor.objects.filter(name=entry["name"]).exists():
            Actor.objects.create(**{**entry, "state": _states()[entry["state"]]})


def _glossary() -> None:
    """Add the words."""
    known = set(GlossaryTerm.objects.values_list("name", flat=True))
    for entry in read("glossary.json"):
        if entry["name"] not in known:
            GlossaryTerm.objects.create(**entry)


def _method(entry: dict[str, Any]) -> MethodPage:
    """Return the page of a method."""
    plain = ("title", "slug", "summary", "phase", "difficulty", "purpose", "duration",
             "group_size", "moderation")  # fmt: skip
    page: Any = MethodPage(**{name: entry[name] for name in plain})
    page.ingredients = [
        block("ingredient", {"kind": kind, "name": name, "amount": amount})
        for kind, name, amount in entry["ingredients"]
    ]
    page.steps = [
        block("step", {"title": title, "duration": duration, "text": text})
        for title, duration, text in entry["steps"]
    ]
    page.mistakes = [
        block("mistake", {"mistake": mistake, "remedy": remedy})
        for mistake, remedy in entry["mistakes"]
    ]
    page.references = [
        block("reference", {"title": title, "url": url}) for title, url in entry["references"]
    ]
    page.topics = topics(entry["topics"])
    return page


def _example(entry: dict[str, Any], images: Images) -> PracticePage:
    """Return the page of a practice example."""
    own = {"slug", "state", "lat", "lon", "since", "image", "topics", "methods", "partners"}
    page = PracticePage(
        **{name: value for name, value in entry.items() if name not in own},
        slug=entry["slug"],
        state=_states()[entry["state"]],
        latitude=entry["lat"],
        longitude=entry["lon"],
        since=date.fromisoformat(entry["since"]),
        lead_image=images[entry["image"]],
    )
    page.topics = topics(entry["topics"])
    page.methods = list(MethodPage.objects.filter(slug__in=entry["methods"]))
    page.partners = [
        PracticePartner(actor=Actor.objects.get(name=name), role=role)
        for name, role in entry["partners"]
    ]
    return page


def _event(entry: dict[str, Any]) -> EventPage:
    """Return the page of an event; its day counts from today, so that some are still to come."""
    first = timezone.localdate() + timedelta(days=entry["in_days"])
    last = first + timedelta(days=entry["days"] - 1)
    plain = ("title", "slug", "summary", "venue", "address", "places")
    page: Any = EventPage(
        **{name: entry[name] for name in plain},
        start=_moment(first, entry["hour"]),
        end=_moment(last, entry["end_hour"]),
        is_online=entry["online"],
        registration=entry["places"] is not None,
        body=stream(entry["body"]),
        minutes=stream(entry["minutes"]),
    )
    page.agenda = [
        block(
            "item",
            {
                "day": (first + timedelta(days=offset)).isoformat() if entry["days"] > 1 else None,
                "start": start,
                "end": end,
                "title": title,
                "text": text,
            },
        )
        for offset, start, end, title, text in entry["agenda"]
    ]
    page.topics = topics(entry["topics"])
    return page


def _moment(day: date, hour: int) -> datetime.datetime:
    """Return the full hour of a day, in local time."""
    return timezone.make_aware(datetime.datetime.combine(day, time(hour)))


def _news(entry: dict[str, Any]) -> NewsPage:
    """Return the page of a piece of news."""
    page = NewsPage(
        title=entry["title"],
        slug=entry["slug"],
        summary=entry["summary"],
        date=timezone.localdate() - timedelta(days=entry["days_ago"]),
        body=stream(entry["body"]),
    )
    page.topics = topics(entry["topics"])
    return page


def _progress(lab: Any, entry: dict[str, Any]) -> None:
    """Give an untouched lab aims, milestones, questions and proposals."""
    if lab is None or not is_fresh(lab) or lab.goals.exists():
        return
    lab.goals = [LabGoal(**goal) for goal in entry["goals"]]
    lab.milestones = [
        LabMilestone(
            title=row["title"], text=row["text"], date=_day(row["date"]), done_on=_day(row["done"])
        )
        for row in entry["milestones"]
    ]
    lab.questions = [LabQuestion(text=text) for text in entry["questions"]]
    lab.proposals = [
        LabProposal(
            **{name: row[name] for name in ("title", "text", "addressee", "state", "evidence")},
            state_since=_day(row["since"]),
        )
        for row in entry["proposals"]
    ]
    lab.learned = stream(entry["learned"])
    lab.finished_on = _day(entry["finished_on"])
    lab.keeper = entry["keeper"]
    publish(lab)


def _day(text: str) -> date | None:
    """Return a day, None for nothing."""
    return date.fromisoformat(text) if text else None
