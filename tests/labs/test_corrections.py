"""A correction reaches every place that shows the data: pages, dataset, feed, interface, authors."""

from dataclasses import replace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.urls import reverse
from wagtail.models import Page

from datasets.models import Correction, Membership, Role, RowReport
from datasets.services.bodies import organization_create
from datasets.services.corrections import version_correct
from labs.editorial.basics import scope_of
from labs.editorial.dashboard import CARDS
from labs.models import Chart, CorrectionReply, Figure, LabPage
from tests.labs.factories import make_story
from tests.labs.figures.conftest import (
    dataset,
    make_chart,
    make_figure,
    picture,
    resource,
    sentence,
    table,
    upload,
)

__all__ = ["dataset", "resource"]
WORDS = "Spalte Baujahr um ein Jahr verschoben, betrifft 2019–2024"


@pytest.fixture
def pages(tree, resource, django_user_model):
    author = django_user_model.objects.create_user("mia", email="mia@example.org")
    author.groups.add(tree.lab.team.group)
    stories = []
    for block in (sentence(make_figure(resource)), picture(make_chart(resource))):
        story = make_story(tree.lab, body=[block], owner=author)
        story.save_revision(user=author).publish()
        stories.append(story)
    return stories


def correct(resource):
    return version_correct(
        version=resource.current_version,
        text="Spalte Baujahr um ein Jahr verschoben.",
        period="2019–2024",
        actor=None,
        check=False,
    )


def test_it_travels_to_every_exit(tree, client, dataset, resource, pages):
    upload(resource, table(91))
    correct(resource)
    exits = [*(page.url for page in pages), "/dataset/spielplaetze", resource.get_absolute_url()]
    exits += ["/feeds/dataset.atom", "/api/3/action/package_show?id=spielplaetze"]
    for path in exits:
        text = client.get(path).content.decode()
        assert WORDS in (text.encode().decode("unicode_escape") if "/api/" in path else text), path
    answer = client.get("/api/3/action/package_show?id=spielplaetze").json()["result"]
    assert [item["key"] for item in answer["extras"]] == ["korrektur"]
    upload(resource, table(95))
    assert WORDS not in client.get(pages[0].url).content.decode()  # shows the sound version 3 now
    assert WORDS in client.get("/dataset/spielplaetze").content.decode()


def test_each_author_gets_one_mail_with_all_pages(resource, pages):
    mail.outbox.clear()
    correct(resource)
    [message] = mail.outbox
    assert message.to == ["mia@example.org"]
    assert WORDS in message.body
    for page in pages:
        assert page.title in message.body


def test_an_author_says_that_it_does_not_concern_the_page(tree, client, resource, pages):
    correction = correct(resource)
    address = reverse("labs_correction_reply", args=[correction.pk, pages[0].pk])
    assert client.get(address).status_code == 302  # to the login
    client.force_login(pages[0].owner)
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "Wir zählen nur."}).status_code == 302
    assert CorrectionReply.objects.get().created_by == pages[0].owner
    client.logout()
    html = client.get(pages[0].url).content.decode()
    assert "Betrifft diese Seite nicht: Wir zählen nur." in html
    assert "Betrifft diese Seite nicht" not in client.get(pages[1].url).content.decode()


def test_an_answer_shows_at_once_though_pages_are_kept(client, resource, pages, settings):
    settings.PORTAL_PAGE_CACHE_SECONDS = 60
    correction = correct(resource)
    assert WORDS in client.get(pages[0].url).content.decode()
    address = reverse("labs_correction_reply", args=[correction.pk, pages[0].pk])
    for reason in ("Wir zählen nur.", "Doch nicht, wir runden.", ""):
        client.force_login(pages[0].owner)
        client.post(address, {"reason": reason})
        client.logout()
        client.cookies.clear()
        html = client.get(pages[0].url).content.decode()
        assert ("Betrifft diese Seite nicht" in html) == bool(reason)
        assert reason in html


def test_the_dashboard_lists_what_nobody_answered(tree, resource, pages):
    scope = scope_of(LabPage.objects.all(), tree.lab)
    assert CARDS["korrekturen"](scope, True).count == 0
    correction = correct(resource)
    card = CARDS["korrekturen"](scope, False)
    assert card.count == len(CARDS["korrekturen"](scope, True).items) == 2
    assert WORDS in card.items[0].note
    CorrectionReply.objects.create(correction=correction, page=pages[0], reason="Nein.")
    assert CARDS["korrekturen"](scope, True).count == 1
    pages[1].save_revision().publish()
    assert CARDS["korrekturen"](scope, True).count == 0
    Figure.objects.update(problem="Die Spalte fehlt.")
    assert [item.note for item in CARDS["zahlen"](scope, True).items] == [
        "Spielplätze in Moers: Die Spalte fehlt."
    ]


def test_the_dashboard_lists_reports_to_those_who_answer_them(resource, django_user_model):
    RowReport.objects.create(resource=resource, row=3, text="Die Rutsche fehlt.")
    RowReport.objects.create(resource=resource, row=4, text="Gelöst.", outcome="mended")
    town = organization_create(actor=None, check=False, name="moers", title="Stadt Moers")
    resource.dataset.organization = town
    resource.dataset.save()
    officer, stranger = (django_user_model.objects.create_user(name) for name in ("a", "b"))
    Membership.objects.create(user=officer, organization=town, role=Role.EDITOR)
    for user, number in ((None, 1), (officer, 1), (stranger, 0)):
        card = CARDS["anfragen"](scope_of(LabPage.objects.all(), None, user), False)
        assert card.count == number
    assert (
        "Die Rutsche fehlt."
        in CARDS["anfragen"](scope_of(LabPage.objects.all(), None), True).items[0].title
    )


def test_the_officer_makes_it_known_in_the_report(admin_client, resource):
    address = reverse("datasets_act", args=[resource.current_version_id])
    admin_client.post(address, {"action": "correct", "text": " "})
    assert not Correction.objects.exists()
    page = admin_client.post(
        address, {"action": "correct", "text": "Alles falsch", "period": ""}, follow=True
    )
    assert "Korrigiert am" in page.content.decode()
    assert Correction.objects.get().text == "Alles falsch"


def test_the_form_that_makes_it_known_may_be_sent(admin_client, resource):
    version = resource.current_version
    html = admin_client.get(reverse("datasets_report", args=[version.pk])).content.decode()
    form = html[html.index(f'action="{reverse("datasets_act", args=[version.pk])}"') :]
    assert "csrfmiddlewaretoken" in form[: form.index("</form>")]


def test_who_replaced_a_file_says_at_the_end_what_was_wrong_in_the_old_one(
    admin_client, resource, pages
):
    old = resource.current_version
    new = upload(resource, table(91))
    address = reverse("way_admin:fertig", args=[new.pk])
    html = admin_client.get(address).content.decode()
    assert html.count("csrfmiddlewaretoken") == 1
    admin_client.post(address, {"text": " "})
    assert not Correction.objects.exists()
    answer = admin_client.post(address, {"text": "Vier Plätze fehlten"}, follow=True)
    assert "Die Korrektur steht jetzt beim Datensatz" in answer.content.decode()
    assert Correction.objects.get().version == old
    panel = admin_client.get(reverse("datasets_admin:edit", args=[resource.dataset_id]))
    assert reverse("datasets_report", args=[old.pk]) in panel.content.decode()
    admin_client.logout()
    assert "Vier Plätze" not in admin_client.get(pages[0].url).content.decode()


def test_it_stands_on_the_chart_alone_and_in_the_feed_of_the_dataset(client, resource, pages):
    correct(resource)
    chart = Chart.objects.get()
    for path in (chart.get_absolute_url(), "/dataset/spielplaetze.atom"):
        assert WORDS in client.get(path).content.decode(), path


def test_below_en_the_words_of_its_author_are_marked_as_german(client, resource, pages):
    correct(resource)
    for path in (pages[0].url, "/dataset/spielplaetze"):
        html = client.get(f"/en{path}").content.decode()
        assert "Corrected on" in html
        assert '<span lang="de">Spalte Baujahr um ein Jahr verschoben</span>, affects' in html


def test_cards_about_figures_share_what_they_look_up(pages, resource, django_assert_num_queries):
    correction = correct(resource)
    Figure.objects.update(problem="Die Spalte Ort fehlt.")
    # A process asks for these once; which test is the first to do so must not matter.
    ContentType.objects.get_for_models(Page, Figure, Chart)
    scope = replace(scope_of(LabPage.objects.all(), None), kept={})
    with django_assert_num_queries(4):
        cards = {name: CARDS[name](scope, False) for name in ("korrekturen", "zahlen")}
    titles = sorted(page.title for page in pages)
    assert [item.title for item in cards["korrekturen"].items] == titles
    [broken] = cards["zahlen"].items
    assert broken.note.endswith("Die Spalte Ort fehlt.")
    CorrectionReply.objects.create(correction=correction, page=pages[0], reason="Anderes Jahr.")
    left = CARDS["korrekturen"](scope_of(LabPage.objects.all(), None), True)
    assert [item.title for item in left.items] == [pages[1].title]
