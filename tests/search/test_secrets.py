"""Drafts, withdrawn, restricted, private and deleted ones are found by nobody, at no exit."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from datasets.models import Dataset, Organization, Resource, ResourceVersion, Tag, Theme
from datasets.services.versions import version_withdraw
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
from search.browse import KINDS
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
# Kept for a while; that it names no hidden one is what counts here.
TAGS = "/api/3/action/tag_list"
PAGE_EXITS = tuple(exit for exit in EXITS if exit[:6] == "/suche" and "dataset" not in exit)


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
    made.tags.add(Tag.objects.create(name="zitteraal-wort"))
    return made


def child(make: Callable[..., Any], index: type[Any] | None = None) -> Callable[[Tree], Any]:
    """Return a maker of a page below the lab, or below a list of its own."""

    def made(tree: Tree) -> Any:
        parent: Any = tree.lab
        if index is not None:
            parent = index.objects.first() or add(
                tree.home, index(title="Alle", slug=index.__name__.lower())
            )
        return make(parent, title=f"{WORD} und Zitteraal")

    made.__name__ = make.__name__
    return made


def record(model: type[Any], shelf: type[Any], **fields: Any) -> Callable[[Tree], Any]:
    """Return a maker of a record that a page shows; what is hidden is the page."""

    def made(tree: Tree) -> Any:
        model.objects.get_or_create(name=f"{WORD} und Zitteraal", defaults=fields)
        return add(tree.home, shelf(title="Sammlung", slug=f"sammlung-{model.__name__.lower()}"))

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
DATA_WAYS = {
    "draft": change(live=False), "private": change(private=True), "deleted": change(deleted_at=timezone.now()),
}  # fmt: skip
PAGES = (
    story, guide, lab, child(make_event), child(make_news), child(make_method, MethodIndexPage),
    child(make_case, PracticeIndexPage), child(make_page, HomePage),
    record(Topic, TopicIndexPage), record(Actor, ActorIndexPage, sector="verwaltung"),
    record(GlossaryTerm, GlossaryPage, explanation="Ein Fisch."),
)  # fmt: skip


def shown_at(client: Any) -> dict[str, str]:
    """Return what each exit says, in small letters."""
    return {address: client.get(address).content.decode().lower() for address in EXITS}


def found_kinds(client: Any) -> set[str]:
    return set(client.get("/suche/json?q=quastenflosser").json()["kinds"])


@pytest.mark.django_db
@pytest.mark.parametrize("hide", PAGE_WAYS, ids=lambda f: f.__name__)
def test_no_type_of_page_is_found_once_it_is_hidden(hide: Any, tree: Tree, client: Any) -> None:
    things = [make(tree) for make in PAGES]
    rebuild()
    assert found_kinds(client) == set(KINDS) - {"dataset"}
    assert all(TOLD in client.get(address).content.decode().lower() for address in PAGE_EXITS)
    for thing in things:
        hide(thing)
    drain()
    assert {a for a, said in shown_at(client).items() if TOLD in said} == set()
    assert_nothing_is_counted(client)


@pytest.mark.django_db
@pytest.mark.parametrize("way", DATA_WAYS)
def test_no_dataset_is_found_once_it_is_hidden(way: str, tree: Tree, client: Any) -> None:
    dataset = data(tree)
    rebuild()
    assert {a for a, said in shown_at(client).items() if TOLD not in said} <= {TAGS}
    DATA_WAYS[way](dataset)
    drain()
    assert {a for a, said in shown_at(client).items() if TOLD in said} == set()
    assert_nothing_is_counted(client)


@pytest.mark.django_db
def test_columns_are_found_only_of_the_version_that_is_out(tree: Tree, client: Any) -> None:
    def versioned(number: int, column: str, moment: Any) -> ResourceVersion:
        schema = {"fields": [{"name": column}]}
        return ResourceVersion.objects.create(
            resource=resource, number=number, schema=schema, published_at=moment, size=1
        )

    owner = Organization.objects.create(name="amt", title="Amt")
    dataset = Dataset.objects.create(name="fische", title=WORD, organization=owner, live=True)
    resource = Resource.objects.create(dataset=dataset, name="Tabelle")
    resource.current_version = versioned(1, "zitteraal_laenge", timezone.now())
    resource.save()
    rebuild()
    found = client.get("/suche/json?q=zitteraal_laenge").json()["results"]
    assert found[0]["columns"] == ["zitteraal_laenge"]
    versioned(2, "zitteraal_gewicht", None)
    version_withdraw(version=resource.current_version, notice="Irrtum", actor=None)
    drain()
    columns = ("zitteraal_laenge", "zitteraal_gewicht", "zitteraal")
    for text in columns:
        assert client.get("/suche/json", {"q": text}).json()["total"] == 0, text
    assert client.get("/suche/vorschlaege?q=zitter").json()["suggestions"] == []
    assert client.get("/suche/json?q=quastenflosser").json()["total"] == 1


def assert_nothing_is_counted(client: Any) -> None:
    found = client.get("/suche/json?q=quastenflosser").json()
    assert (found["total"], found["kinds"], found["facets"]) == (0, {}, {})
    counted = client.get(
        '/api/3/action/package_search?q=quastenflosser&facet.field=["tags","organization","groups"]'
    ).json()["result"]
    assert counted["count"] == 0
    assert not any(facet["items"] for facet in counted["search_facets"].values())
