"""What all cards of the dashboard are made of."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page

from labs.models import LabPage

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """Things of one kind; `count` is the length of the whole list, `items` its first few."""

    name: str
    title: str
    items: tuple[Item, ...]
    count: int
    hint: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What a dashboard is about: one lab with all below it, or everything a person may edit."""

    pages: Any
    labs: Any
    one_lab: bool
    user: Any = None
    # What several cards of one dashboard ask for is looked up once.
    kept: dict[str, Any] | None = None


def scope_of(labs: Any, lab: LabPage | None, user: Any = None) -> Scope:
    """Return the pages of one lab, or of all the given labs; a person sees no bundles of others."""
    if lab is not None:
        pages = Page.objects.filter(path__startswith=lab.path)
        return Scope(pages, LabPage.objects.filter(pk=lab.pk), True, user)
    return Scope(Page.objects.all(), labs, False, user)


def scope_of_none(user: Any) -> Scope:
    """Return what concerns somebody who writes no pages: data, bundles, searches."""
    return Scope(Page.objects.none(), LabPage.objects.none(), False, user)


def edit(page: Any) -> str:
    """Return the address where a page is edited."""
    return reverse("wagtailadmin_pages:edit", args=[page if isinstance(page, int) else page.pk])


def day(moment: datetime.date | datetime.datetime | None) -> str:
    """Return a day as Germans write it."""
    if isinstance(moment, datetime.datetime):
        moment = timezone.localtime(moment)
    return date_format(moment, _("j. F Y")) if moment else ""


def card_of(
    name: str, title: str, hint: str, rows: Any, item: Callable[[Any], Item], full: bool
) -> Card:
    """Make a card of the rows: all of them if asked, else the first; counted in the same query."""
    if not full:
        rows = rows.annotate(in_all=Window(Count("pk")))[:SHOWN]
    shown = list(rows)
    count = len(shown) if full or not shown else shown[0].in_all
    return Card(name, title, tuple(map(item, shown)), count, hint)


def listed(name: str, title: str, hint: str, items: list[Item], full: bool) -> Card:
    """Make a card of items that are all known already."""
    return Card(name, title, tuple(items if full else items[:SHOWN]), len(items), hint)
