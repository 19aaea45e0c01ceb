"""Each page type can be made, shown, edited and previewed."""

import pytest
from wagtail.models import Page
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from home.models import HomePage, StandardPage
from labs.models import (
    GuideIndexPage,
    GuidePage,
    LabIndexPage,
    LabPage,
    StoryPage,
    Topic,
)
from tests.labs.factories import make_image

BODY = streamfield([("paragraph", rich_text("<p>Wir zählen <b>Räder</b>.</p>"))])
EMPTY = {"comments": inline_formset([])}


def lab_data(title):
    place = {"name": "Köln", "state": "05", "key": "05315000", "district": "", "latitude": "",
             "longitude": ""}  # fmt: skip
    member = {"name": "Stadt Köln", "kind": "Kommune", "note": "", "url": "", "sector": "verwaltung",
              "actor": ""}  # fmt: skip
    return nested_form_data(
        {
            **EMPTY,
            "title": title,
            "slug": "labor-koeln",
            "status": "laufend",
            "start": "2025-01-01",
            "places": inline_formset([place]),
            "members": inline_formset([member]),
            "body": BODY,
            "learned": streamfield([]),
            **{
                name: inline_formset([])
                for name in ("goals", "milestones", "questions", "proposals")
            },
        }
    )


def story_data(title):
    return nested_form_data(
        {**EMPTY, "title": title, "slug": "raeder", "date": "2026-03-01", "body": BODY}
    )


def guide_data(title):
    chapters = streamfield([("chapter", {"title": "Erster Schritt", "body": BODY})])
    return nested_form_data(
        {
            **EMPTY,
            "title": title,
            "slug": "leitfaden",
            "kind": "schritte",
            "chapters": chapters,
            "changes": inline_formset([]),
        }
    )


def page_data(title):
    return nested_form_data({**EMPTY, "title": title, "slug": "ueber-uns", "body": BODY})


def test_hierarchy(pages):
    pages.assertAllowedParentPageTypes(StoryPage, {LabPage})
    pages.assertAllowedParentPageTypes(LabPage, {LabIndexPage})
    pages.assertAllowedParentPageTypes(GuidePage, {GuideIndexPage})
    pages.assertAllowedParentPageTypes(HomePage, {Page})


@pytest.mark.parametrize(
    ("parent", "model", "data"),
    [
        ("labs", LabPage, lab_data("Labor Köln")),
        ("lab", StoryPage, story_data("Wie viele Räder?")),
        ("guides", GuidePage, guide_data("Gemeinsam anfangen")),
        ("home", StandardPage, page_data("Über uns")),
    ],
)
def test_made_in_the_admin_and_shown(pages, tree, client, parent, model, data):
    pages.assertCanCreate(getattr(tree, parent), model, data)
    page = model.objects.get(title=data["title"])
    client.logout()
    html = client.get(page.url).content.decode()
    assert html.count("<h1") == 1
    assert data["title"] in html
    assert "Wir zählen <b>Räder</b>." in html


def index_data(title):
    return nested_form_data(
        {
            **EMPTY,
            "title": title,
            "slug": "liste",
            "figures": streamfield([]),
            "aims": streamfield([]),
        }
    )


def home_data(title):
    streams = {name: streamfield([]) for name in ("stories", "labs", "datasets", "body")}
    return nested_form_data({**EMPTY, "title": title, "slug": "startseite", **streams})


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("home", home_data("Start")),
        ("labs", index_data("Alle Labore")),
        ("stories", index_data("Alle Geschichten")),
        ("guides", index_data("Alle Leitfäden")),
        ("lab", lab_data("Labor Köln")),
        ("story", story_data("Räder")),
        ("guide", guide_data("Leitfaden")),
    ],
)
def test_shown_edited_and_previewed(pages, tree, name, data):
    page = getattr(tree, name)
    pages.assertPageIsRoutable(page)
    pages.assertPageIsRenderable(page)
    pages.assertPageIsEditable(page, post_data={**data, "action-publish": "1"})
    pages.assertPageIsPreviewable(page, post_data=data)


def test_a_page_needs_no_slug_and_gets_a_german_one(tree):
    page = StoryPage(title="Größe der Straße in Öhringen")
    tree.lab.add_child(instance=page)
    assert page.slug == "groesse-der-strasse-in-oehringen"
    twin = StoryPage(title="Größe der Straße in Öhringen")
    tree.lab.add_child(instance=twin)
    assert twin.slug == "groesse-der-strasse-in-oehringen-2"


@pytest.mark.parametrize("slug", ["admin", "dataset", "suche", "media", "gesundheit"])
def test_addresses_of_the_portal_are_refused(tree, editor, slug):
    data = nested_form_data(
        {**EMPTY, "title": "Belegt", "slug": slug, "body": streamfield([]), "action-publish": "1"}
    )
    answer = editor.post(f"/admin/pages/add/home/standardpage/{tree.home.pk}/", data)
    assert "Diese Adresse braucht das Portal selbst." in answer.content.decode()
    assert not StandardPage.objects.exists()


def image_block(image, **fields):
    value = {"image": image.pk, "alternative_text": "", "caption": "", "credit": "", **fields}
    return streamfield([("image", value)])


def slug_of(page, parent, user):
    """Return the address that a page gets from the form where its title is all that was written."""
    form_class = type(page).get_edit_handler().get_form_class()
    data = {"title": "Unser Bericht", "slug": "unser-bericht", "body": streamfield([])}
    form = form_class(
        nested_form_data({**EMPTY, **data}), instance=page, parent_page=parent, for_user=user
    )
    form.is_valid()
    assert "slug" not in form.errors
    return form.cleaned_data["slug"]


def test_the_second_page_of_a_title_gets_an_address_of_its_own_and_keeps_it(tree, admin_user):
    first = tree.lab.add_child(instance=StoryPage(title="Unser Bericht", slug="unser-bericht"))
    second = StoryPage(title="Unser Bericht")
    second.slug = slug_of(second, tree.lab, admin_user)
    assert second.slug == "unser-bericht-2"
    tree.lab.add_child(instance=second)
    assert slug_of(second, tree.lab, admin_user) == "unser-bericht-2"
    assert slug_of(first, tree.lab, admin_user) == "unser-bericht"


def test_every_label_of_the_log_in_is_german(client, db):
    html = client.get("/admin/login/").content.decode()
    assert "Passwort<span" in html


@pytest.mark.parametrize(
    ("description", "alternative", "refused"),
    [("", "", True), ("Ein Fluss", "", False), ("", "Ein Weg", False)],
)
def test_an_image_without_alternative_is_refused(tree, editor, description, alternative, refused):
    image = make_image(description=description)
    body = image_block(image, alternative_text=alternative)
    data = {**story_data("Mit Bild"), **nested_form_data({"body": body, "action-publish": "1"})}
    answer = editor.post(f"/admin/pages/add/labs/storypage/{tree.lab.pk}/", data)
    made = StoryPage.objects.filter(title="Mit Bild", live=True).first()
    if refused:
        assert "Beschreiben Sie das Bild in einem Satz" in answer.content.decode()
        assert made is None
    else:
        html = editor.get(made.url).content.decode()
        assert f'alt="{description or alternative}"' in html


def test_a_lead_image_without_alternative_is_refused_but_a_draft_is_kept(tree, editor):
    image = make_image()
    data = {**story_data("Mit Aufmacher"), "lead_image": str(image.pk)}
    address = f"/admin/pages/add/labs/storypage/{tree.lab.pk}/"
    answer = editor.post(address, {**data, "action-publish": "1"})
    assert "Beschreiben Sie das Bild in einem Satz" in answer.content.decode()
    editor.post(address, data)
    assert StoryPage.objects.get(title="Mit Aufmacher").live is False


def test_a_guide_has_contents_and_neighbours(tree, client):
    html = client.get(tree.guide.url).content.decode()
    assert '<a href="#kapitel-anfang">Anfang</a>' in html
    assert 'id="kapitel-ende"' in html
    assert html.count('href="#kapitel-ende"') == 2


def test_a_lab_shows_its_facts(tree, client):
    tree.lab.topics.add(Topic.objects.create(name="Offene Daten"))
    tree.lab.save_revision().publish()
    html = client.get(tree.lab.url).content.decode()
    for words in ("Nordrhein-Westfalen", "Kleve", "Stadt Kleve", "Offene Daten", "Räder zählen"):
        assert words in html


def test_pages_come_in_german_whatever_the_browser_asks_for(tree, client):
    html = client.get(tree.story.url, headers={"accept-language": "en"}).content.decode()
    assert '<html lang="de">' in html
