"""Methods, practice examples, events, news and the pages of records: made, shown, edited, found."""

import csv
import io
from datetime import date

import pytest
from wagtail.models import PageViewRestriction, get_page_models
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from datasets.services.datasets import dataset_create
from labs.models import (
    Actor,
    ActorIndexPage,
    EventIndexPage,
    EventPage,
    GlossaryPage,
    GlossaryTerm,
    LabGoal,
    LabIndexPage,
    LabMember,
    LabMilestone,
    LabProposal,
    LabQuestion,
    MethodIndexPage,
    MethodPage,
    NewsIndexPage,
    NewsPage,
    PracticeIndexPage,
    PracticePage,
    ProposalIndexPage,
    Topic,
    TopicIndexPage,
)
from labs.search import EVENTS, METHODS, NEWS, PRACTICES
from tests.labs.factories import add, make_actor, make_example, make_lab

BODY = streamfield([("paragraph", rich_text("<p>Wir zählen <b>Räder</b>.</p>"))])
NONE = streamfield([])


def data(title, **more):
    return nested_form_data(
        {"comments": inline_formset([]), "title": title, "slug": "neu", "body": BODY, **more}
    )


METHOD = data(
    "Karte der Wünsche",
    phase="3-vision",
    difficulty="2",
    ingredients=streamfield([("ingredient", {"kind": "zeit", "name": "Abend", "amount": "1"})]),
    steps=streamfield(
        [("step", {"title": "Malen", "duration": "", "text": rich_text("<p>Los</p>")})]
    ),
    mistakes=streamfield([("mistake", {"mistake": "Zu spät", "remedy": "Früher"})]),
    references=streamfield([("reference", {"title": "Handbuch", "url": ""})]),
)
EVENT = data(
    "Workshop",
    start="2031-05-02 10:00",
    end="2031-05-02 12:00",
    agenda=streamfield(
        [("item", {"day": "", "start": "10:00", "end": "11:00", "title": "Start", "text": ""})]
    ),
    minutes=NONE,
)
PRACTICE = data(
    "Werkbank für alle", kind="engagement", experience="gut", partners=inline_formset([])
)
NEWS_DATA = data("Neue Tabelle", date="2026-03-01")
KINDS = [
    ("methods", MethodPage, METHOD),
    ("examples", PracticePage, PRACTICE),
    ("events", EventPage, EVENT),
    ("lab", EventPage, EVENT),
    ("newsroom", NewsPage, NEWS_DATA),
    ("lab", NewsPage, NEWS_DATA),
]


@pytest.mark.parametrize(("parent", "model", "post"), KINDS)
def test_made_in_the_admin_and_shown(pages, wide, client, parent, model, post):
    pages.assertCanCreate(getattr(wide, parent), model, {**post})
    page = model.objects.get(slug="neu")
    client.logout()
    html = client.get(page.url).content.decode()
    assert html.count("<h1") == 1
    assert post["title"] in html
    assert "Wir zählen <b>Räder</b>." in html


@pytest.mark.parametrize(
    ("name", "post"),
    [("method", METHOD), ("example", PRACTICE), ("event", EVENT), ("news", NEWS_DATA)],
)
def test_shown_edited_and_previewed(pages, wide, name, post):
    page = getattr(wide, name)
    pages.assertPageIsRenderable(page)
    pages.assertPageIsEditable(page, post_data={**post, "action-publish": "1"})
    pages.assertPageIsPreviewable(page, post_data={**post})


INDEXES = [
    MethodIndexPage,
    PracticeIndexPage,
    EventIndexPage,
    NewsIndexPage,
    TopicIndexPage,
    ActorIndexPage,
    ProposalIndexPage,
    GlossaryPage,
]


@pytest.mark.parametrize("model", INDEXES)
def test_lists_are_made_shown_edited_and_previewed(pages, tree, model):
    post = data("Eine Liste")
    pages.assertCanCreate(tree.home, model, {**post})
    page = model.objects.get(slug="neu")
    pages.assertPageIsRenderable(page)
    pages.assertPageIsEditable(page, post_data={**post, "action-publish": "1"})
    pages.assertPageIsPreviewable(page, post_data={**post})


def test_a_bad_experience_needs_a_reason_but_a_draft_is_kept(wide, editor):
    post = {**PRACTICE, "experience": "schlecht"}
    address = f"/admin/pages/add/labs/practicepage/{wide.examples.pk}/"
    answer = editor.post(address, {**post, "action-publish": "1"})
    assert "Sagen Sie in einem Satz, was schlecht lief" in answer.content.decode()
    editor.post(address, post)
    assert PracticePage.objects.get(title=post["title"]).live is False


@pytest.mark.parametrize("provider", [EVENTS, METHODS, NEWS, PRACTICES])
def test_they_are_found_and_no_longer_when_restricted(wide, provider):
    assert len(list(provider.iter_documents())) == 1
    PageViewRestriction.objects.create(page=wide.home, restriction_type="login")
    assert list(provider.iter_documents()) == []


def fill_lab(lab):
    lab.goals = [LabGoal(title="Tabelle steht", progress=40)]
    lab.milestones = [
        LabMilestone(title="Auftakt", date=date(2020, 1, 1), done_on=date(2020, 1, 2)),
        LabMilestone(title="Übergabe", date=date(2020, 12, 1)),
    ]
    lab.questions = [LabQuestion(text="Wer pflegt die Tabelle?")]
    lab.proposals = [LabProposal(title="=Spalten empfehlen", addressee="Land")]
    lab.members = [LabMember(actor=make_actor("Bund für Bäume"), name="Bund für Bäume")]
    lab.save_revision().publish()
    return lab


def test_a_lab_shows_aims_timeline_questions_and_proposals(wide, client):
    html = client.get(fill_lab(wide.lab).url).content.decode()
    assert '<progress max="100" value="40"' in html
    assert "timeline__item--done" in html
    assert "überfällig" in html
    for words in ("Wer pflegt die Tabelle?", "=Spalten empfehlen", "An: Land", "Werkstatt"):
        assert words in html


def test_proposals_of_published_labs_are_listed_and_taken_away_as_csv(wide, client):
    page = add(wide.home, ProposalIndexPage(title="Vorschläge", slug="vorschlaege"))
    fill_lab(wide.lab)
    hidden = make_lab(wide.labs, title="Geheimlabor", live=False)
    hidden.proposals = [LabProposal(title="Noch geheim", addressee="Bund")]
    hidden.save()
    html = client.get(page.url + "?stand=offen").content.decode()
    assert "1 Vorschlag" in html
    assert "Geheim" not in html
    answer = client.get("/vorschlaege.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert [row["vorschlag"] for row in rows] == ["'=Spalten empfehlen"]
    assert rows[0]["labor"] == "Labor Niederrhein"


def test_a_decided_proposal_needs_evidence():
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="Nennen Sie einen Beleg"):
        LabProposal(title="x", addressee="Land", state="angenommen").clean()


def test_members_are_counted_once_every_list_is_complete(wide, client):
    fill_lab(wide.lab)
    LabMember.objects.update(sector="zivilgesellschaft")
    assert "gezählt" not in client.get("/labore/").content.decode()
    type(wide.lab).objects.update(members_complete=True)
    assert "1 Zivilgesellschaft" in client.get("/labore/").content.decode()


def test_a_topic_shows_everything_of_all_labs(wide, client, django_assert_max_num_queries):
    topic = Topic.objects.create(name="Mobilität", tags="Fahrrad")
    page = add(wide.home, TopicIndexPage(title="Themen", slug="themen"))
    fill_lab(wide.lab)
    for one in (wide.lab, wide.story, wide.guide, wide.method, wide.example, wide.event, wide.news):
        one.topics.add(topic)
        one.save()
    for name, title, private in (("raeder", "Radzählung", False), ("geheim", "Geheimdaten", True)):
        changes = {"name": name, "title": title, "tags": ["Fahrrad"], "private": private}
        dataset_create(actor=None, changes=changes, check=False)
    assert "7 Seiten" in client.get(page.url).content.decode()
    with django_assert_max_num_queries(40):
        html = client.get(page.url + "mobilitaet/").content.decode()
    for title in ("Labor Niederrhein", "Räder zählen", "Ein Leitfaden", "Karte der Wege",
                  "Werkbank", "Werkstatt", "Es gibt Neues", "Wer pflegt die Tabelle?",
                  "Radzählung"):  # fmt: skip
        assert title in html, title
    assert "Geheimdaten" not in html
    assert client.get(page.url + "gibt-es-nicht/").status_code == 404


def test_an_actor_shows_labs_and_examples(wide, client):
    page = add(wide.home, ActorIndexPage(title="Akteure", slug="akteure"))
    fill_lab(wide.lab)
    assert "Bund für Bäume" in client.get(page.url + "?sektor=zivilgesellschaft").content.decode()
    html = client.get(page.url + "bund-fuer-baeume/").content.decode()
    assert "Labor Niederrhein" in html
    assert "Werkbank" in client.get(page.url + "elternverein/").content.decode()
    assert client.get(page.url + "niemand/").status_code == 404


def test_two_actors_of_one_name_in_two_places_have_two_addresses(db):
    first, second = make_actor("Verein"), make_actor("Verein!")
    assert (first.slug, second.slug) == ("verein", "verein-2")
    assert Actor.objects.count() == 2


def test_the_glossary_lists_terms(tree, client):
    page = add(tree.home, GlossaryPage(title="Glossar", slug="glossar"))
    GlossaryTerm.objects.create(name="Metadaten", explanation="Angaben über Daten.", easy="Infos.")
    html = client.get(page.url).content.decode()
    assert 'id="metadaten"' in html
    assert "Infos." in html


def test_two_programmes_show_their_own_labs(tree, client):
    other = add(tree.home, LabIndexPage(title="Programm 2", slug="programm-2"))
    make_lab(other, title="Labor Lahn")
    html = client.get(other.url).content.decode()
    assert "1 Labor" in html
    assert "Niederrhein" not in html


def test_an_actor_is_found_by_a_near_spelling_and_made_where_it_is_missing(wide, editor):
    make_actor("Elternverein Moers e. V.")
    chooser = "/admin/snippets/choose/labs/actor/"
    found = editor.get(f"{chooser}results/?q=Elternferein+Moers").content.decode()
    assert "Elternverein Moers e. V." in found
    assert "Neu anlegen" in editor.get(chooser).json()["html"]
    short = {"name": "Elternferein Moers", "sector": "zivilgesellschaft", "kind": "verein"}
    answer = editor.post(f"{chooser}create/", short).json()["htmlFragment"]
    assert "Gibt es das schon?" in answer
    made = editor.post(f"{chooser}create/", {**short, "name": "Radverein Kleve"}).json()
    assert made["result"]["string"] == "Radverein Kleve"


def test_an_actor_is_not_described_twice_under_two_spellings(wide, editor):
    Actor.objects.all().delete()
    make_actor("Elternverein Moers e. V.")
    make_actor("Stadt Kleve", sector="verwaltung")
    address = "/admin/snippets/labs/actor/add/"
    data = {"name": "Elternverein Mörs", "sector": "zivilgesellschaft", "kind": "verein"}
    html = editor.post(address, data).content.decode()
    assert "Ähnlich heißt: Elternverein Moers e. V." in html
    assert Actor.objects.count() == 2
    editor.post(address, {**data, "name": "Elternverein Geldern"})
    assert Actor.objects.count() == 3
    editor.post(address, {**data, "different": "on"})
    assert Actor.objects.count() == 4
    known = Actor.objects.get(name="Elternverein Mörs")
    answer = editor.post(
        f"/admin/snippets/labs/actor/edit/{known.pk}/", {**data, "different": "on"}
    )
    assert answer.status_code == 302


@pytest.mark.parametrize("model", get_page_models(), ids=lambda model: model.__name__)
def test_no_field_hides_what_scripts_ask_of_a_form(model):
    # In the browser `form.action` is the field of that name; pages then no longer keep themselves.
    form_class = model.get_edit_handler().get_form_class()
    form = form_class.__new__(form_class)
    form.prefix = None
    names = {form.add_prefix(name) for name in form_class.base_fields}
    assert not names & {"action", "method", "elements", "submit", "enctype"}


def test_what_was_done_is_taken_from_the_form(tree, admin_user, admin_client):
    index = add(tree.home, PracticeIndexPage(title="Beispiele", slug="beispiele"))
    page = make_example(index, action="Ein Sensor zählt.")
    html = admin_client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert 'name="deed"' in html
    assert "Ein Sensor zählt." in html
    form_class = page.get_edit_handler().get_form_class()
    form = form_class(data={"deed": "Zwei Sensoren."}, instance=page, for_user=admin_user)
    assert form["action"].value() == "Zwei Sensoren."
