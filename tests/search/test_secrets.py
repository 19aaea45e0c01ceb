"""Drafts, withdrawn, restricted, private and deleted ones are found by nobody, at no exit."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from datasets.models import Dataset, Organization, Theme
from home.models import HomePage, StandardPage
from labs.models import (
    Actor,
    ActorIndexPage,
    GlossaryPage,
    GlossaryTerm,
    MethodIndexPage,
    PracticeIndexPage,
    Topic,
    TopicIndexPage,
)
from search.api import drain, rebuild, touch
from tests.labs.factories import (
    Tree,
    add,
    make_event,
    make_example,
    make_guide,
    make_lab,
    make_method,
    make_news,
    make_story,
)

# What is typed, and what only the hidden ones hold.
WORD, TOLD = "Quastenflosser", "zitteraal"
EXITS = (
    "/suche/?q=quastenflosser", "/suche/json?q=quastenflosser", "/suche/rss?q=quastenflosser",
    "/suche/vorschlaege?q=quastenf", "/suche/?q=", "/suche/json?q=", "/suche/rss", "/suche/?q=quastenfloser",
    "/suche/json?q=&typ=dataset", "/suche/json?q=Quasten*", "/api/3/action/package_search?q=quastenflosser",
    '/api/3/action/package_search?facet.field=["tags","organization","groups"]&facet.limit=-1',
    "/api/3/action/package_search?fq=name:zitter*", "/api/3/action/package_autocomplete?q=zitter",
    "/suche/vorschlaege?q=zitter", "/api/3/action/package_list", "/api/3/action/tag_list",
)  # fmt: skip


def story(tree: Tree) -> Any:
    return make_story(tree.lab, title=f"{WORD} und Zitteraal")


def guide(tree: Tree) -> Any:
    return make_guide(tree.guides, title=f"{WORD} und Zitteraal", chapters=("Zitteraalkapitel",))


def lab(tree: Tree) -> Any:
    return make_lab(tree.labs, title=f"Labor {WORD} Zitteraal")


def make_case(index: Any, *, title: str) -> Any:
    actor, _ = Actor.objects.get_or_create(name="Elternverein")
    return make_example(index, title=title, actor=actor)


def make_page(home: Any, *, title: str) -> Any:
    return add(home, StandardPage(title=title))


def data(tree: Tree) -> Any:
    owner, _ = Organization.objects.get_or_create(name="amt", title="Amt")
    made = Dataset.objects.create(
        name="zitteraal", title=f"{WORD} und Zitteraal", organization=owner, live=True
    )
    made.themes.add(Theme.objects.create(name="zitteraal-thema", title="Thema Zitteraal"))
    return made


def child(make: Callable[..., Any], index: type[Any] | None = None) -> Callable[[Tree], Any]:
    """Return a maker of a page below the lab, or below a list of its own."""

    def made(tree: Tree) -> Any:
        parent: Any = tree.lab
        if index is not None:
            parent = index.objects.first() or add(tree.home, index(title="Alle", slug="alle"))
        return make(parent, title=f"{WORD} und Zitteraal")

    made.__name__ = make.__name__
    return made


def record(model: type[Any], shelf: type[Any], **fields: Any) -> Callable[[Tree], Any]:
    """Return a maker of a record that a page shows; what is hidden is the page."""

    def made(tree: Tree) -> Any:
        model.objects.get_or_create(name=f"{WORD} und Zitteraal", defaults=fields)
        return add(tree.home, shelf(title="Sammlung", slug="sammlung"))

    made.__name__ = model.__name__.lower()
    return made


def unpublish(page: Any) -> None:
    page.unpublish()


def expire(page: Any) -> None:
    page.expire_at = timezone.now() - timedelta(days=1)
    page.save()
    page.unpublish(set_expired=True)


def embargo(page: Any) -> None:
    page.unpublish()
    page.go_live_at = timezone.now() + timedelta(days=9)
    page.save_revision().publish()


def restrict(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def remove(page: Any) -> None:
    page.delete()


def change(**values: Any) -> Callable[[Dataset], None]:
    def apply(dataset: Dataset) -> None:
        Dataset.objects.filter(pk=dataset.pk).update(**values)
        touch([f"dataset:{dataset.pk}"])

    return apply


PAGE_WAYS = (unpublish, expire, embargo, restrict, remove)
DATA_WAYS = (change(live=False), change(private=True), change(deleted_at=timezone.now()))
CASES = [(story, hide) for hide in PAGE_WAYS]
CASES += [(make, hide) for make in (guide, lab) for hide in (unpublish, restrict)]
OTHERS = (
    child(make_event), child(make_news), child(make_method, MethodIndexPage),
    child(make_case, PracticeIndexPage), child(make_page, HomePage),
    record(Topic, TopicIndexPage), record(Actor, ActorIndexPage, sector="verwaltung"),
    record(GlossaryTerm, GlossaryPage, explanation="Ein Fisch."),
)  # fmt: skip
CASES += [(make, hide) for make in OTHERS for hide in (unpublish, restrict)]
CASES += [(data, hide) for hide in DATA_WAYS]


@pytest.mark.django_db
@pytest.mark.parametrize("make", [story, guide, lab, data, *OTHERS], ids=lambda f: f.__name__)
def test_what_is_hidden_is_found_by_nobody(make: Any, tree: Tree, client: Any) -> None:
    for hide in [hide for made, hide in CASES if made is make]:
        thing = make(tree)
        rebuild()
        assert "Zitteraal" in client.get("/suche/json?q=quastenflosser").content.decode()
        hide(thing)
        drain()
        for address in EXITS:
            assert TOLD not in client.get(address).content.decode().lower(), (address, hide)
        if hide is not remove:
            thing.delete()
        Theme.objects.all().delete()
