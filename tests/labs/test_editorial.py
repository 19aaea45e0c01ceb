"""The editors' house: dashboard, checks of texts and links, roles, four eyes, redirects."""

import datetime
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django import forms
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone, translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.users.models import UserProfile

from datasets.models import Membership, Organization
from labs.bundles.models import Bundle, BundleState
from labs.editorial.basics import scope_of
from labs.editorial.checks import check_html
from labs.editorial.dashboard import CARDS, dashboard
from labs.editorial.language import readability, sentences_of, syllables
from labs.editorial.links import links_check
from labs.editorial.outside import outside_check, outside_note
from labs.figures.following import kinds
from labs.models import (
    EventGuest,
    EventPage,
    LabMilestone,
    LabPage,
    LinkProblem,
    OutsideLink,
    StoryPage,
)
from labs.services.roles import EDITORS, MEMBERS, REVIEWERS, roles_create
from portal.base.imageforms import PortalImageForm
from portal.base.models import PortalImage, User
from portal.base.variants import variant_create
from search.models import EmptyQuery
from tests.labs.factories import make_event, make_image, make_lab, make_story, paragraph


@pytest.mark.parametrize(
    ("word", "number"),
    [("Haus", 1), ("Labor", 2), ("Spielplatz", 2), ("Verwaltung", 3), ("Region", 3), ("neu", 1)],
)
def test_syllables(word, number):
    assert syllables(word) == number


def test_abbreviations_and_dates_end_no_sentence():
    assert len(sentences_of("Am 3. Mai kam z. B. Frau Dr. Blau. Sie blieb bis zum 5.6.2026.")) == 2


def test_easy_and_hard_texts_differ_and_get_advice():
    easy = readability("Wir bauen ein Haus. Es hat ein Dach. Alle helfen mit. Das ist schön.")
    hard = readability(
        "Die Berücksichtigung der Haushaltskonsolidierungsmaßnahmen wird durch die Verwaltung unter "
        "Einbeziehung der Zuständigkeitsverlagerung sowie der Durchführung von Überprüfungen der "
        "Wirtschaftlichkeit und Angemessenheit der Maßnahmen gewährleistet werden."
    )
    assert easy.ease > 70
    assert hard.ease < 25
    assert easy.advice == ()
    assert any("Langer Satz" in line for line in hard.advice)
    assert any("Haushaltskonsolidierungsmaßnahmen" in line for line in hard.advice)
    assert readability("").words == 0


def test_pictures_headings_and_links_are_checked():
    html = """<main><h1>Titel</h1><h3>Sprung</h3><img src="/a/bild.png" alt="">
    <img src="b" alt="foto.jpg"><p>Mehr <a href="/x">hier</a> und <a href="/y">https://x.de</a></p>
    <div class="card"><img src="c" alt=""></div></main><footer><a href="/z">mehr</a></footer>"""
    kinds = [hint.kind for hint in check_html(html).hints]
    assert kinds == ["Überschrift", "Bild", "Bild", "Link", "Link"]


def test_a_text_in_the_making_is_measured_as_the_check_does(wide, editor, client):
    text = "Der Rat hat am Montag beschlossen, die Spielplätze in Moers zu erneuern. Das kostet."
    html = f'<main><div class="body"><p>{text}</p></div></main>'
    rule = readability(text)
    answer = editor.post("/admin/redaktion/lesbarkeit/", {"html": html}).json()
    assert answer["text"] == f"{rule.level} – Amstad {rule.ease}, LIX {rule.lix}, 7 Wörter je Satz"
    assert (answer["words"], answer["minutes"]) == (14, "unter 1 Min.")
    assert editor.post("/admin/redaktion/lesbarkeit/").json()["text"] == "noch kein Text"
    client.logout()
    assert client.post("/admin/redaktion/lesbarkeit/", {"html": html}).status_code == 302


def test_the_panel_of_the_editor_looks_into_the_preview_and_nobody_else_gets_its_script(
    wide, editor
):
    request = editor.get("/admin/").wsgi_request
    for in_panel in (True, False):
        shown = wide.story.make_preview_request(request, None, {"in_preview_panel": in_panel})
        assert ("userbar.js" in shown.content.decode()) is in_panel


def test_a_story_can_be_looked_at_before_it_is_kept_once(wide):
    story = StoryPage(title="Noch nirgends", slug="noch-nirgends", path=wide.lab.path + "0009")
    story.depth = wide.lab.depth + 1
    story.set_url_path(wide.lab)
    answer = story.make_preview_request()
    assert "Noch nirgends" in answer.content.decode()


def test_the_check_of_a_page_is_shown_to_its_editors_only(wide, editor, client):
    wide.story.body = [paragraph('Klicken Sie <a href="/labore/">hier</a>.')]
    wide.story.save_revision()
    html = editor.get(f"/admin/redaktion/text/{wide.story.pk}/").content.decode()
    assert "sagt nicht, wohin der Link führt" in html
    assert "Die Kurzfassung fehlt" not in html
    user = User.objects.create_user("fremd", password="x")
    user.groups.add(make_lab(wide.labs, title="Labor Lahn").team.group)
    client.force_login(user)
    assert client.get(f"/admin/redaktion/text/{wide.story.pk}/").status_code in {302, 403}


def test_dead_links_inside_the_portal_are_found_and_forgotten_when_mended(wide):
    target = make_story(wide.lab, title="Ziel")
    body = (
        f'<a href="{target.url}">a</a> <a href="/labore/gibt-es-nicht/">b</a> '
        '<a href="/dataset/gibt-es-nicht">c</a> <a href="#nirgends">d</a> '
        '<a href="https://beispiel.example/">e</a> <a href="mailto:a@b.de">f</a>'
    )
    wide.story.body = [paragraph(body)]
    wide.story.save()
    assert links_check(page=wide.story) == 3
    assert links_check(page=wide.story) == 3
    assert {row.address for row in LinkProblem.objects.all()} == {
        "/labore/gibt-es-nicht/", "/dataset/gibt-es-nicht", "#nirgends",
    }  # fmt: skip
    target.unpublish()
    assert links_check(page=wide.story) == 4
    wide.story.body = [paragraph("Nichts.")]
    wide.story.save()
    assert links_check() == 0


def test_one_dead_link_is_told_in_the_singular(wide, admin_client):
    wide.story.body = [paragraph('<a href="#nirgends">a</a>')]
    wide.story.save()
    told = admin_client.post("/admin/redaktion/links/", follow=True).content.decode()
    assert "Geprüft: 1 toter Link." in told


@pytest.fixture
def street():
    """Another site on the loopback address that has one page and lost another."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status = {"/da": 200, "/fort": 404, "/nur-menschen": 403}.get(self.path, 500)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b"x" * 200_000 if status == 200 else b"")

        def log_message(self, *args):
            pass

    running = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


def test_links_to_other_sites_are_reported_once_they_failed_twice(wide, street, settings):
    settings.PORTAL_FETCH_PRIVATE = True
    links = " ".join(f'<a href="{street}/{p}">{p}</a>' for p in ("da", "fort", "nur-menschen"))
    wide.story.body = [paragraph(links)]
    wide.story.save()
    for _round in range(2):
        assert links_check(page=wide.story) == 0
        assert outside_check() == 3
        assert outside_check() == 0
        OutsideLink.objects.update(checked_at=timezone.now() - datetime.timedelta(days=8))
    assert links_check(page=wide.story) == 1
    problem = LinkProblem.objects.get()
    assert problem.address == f"{street}/fort"
    assert "404" in problem.reason
    OutsideLink.objects.update(seen_at=timezone.now() - datetime.timedelta(days=40))
    outside_check()
    assert not OutsideLink.objects.exists()
    assert links_check(page=wide.story) == 0


def test_our_own_network_away_blames_no_site(wide, settings):
    outside_note(["https://a.example/", "https://b.example/"])
    assert outside_check(asking=lambda address: ("name", "Diesen Server gibt es nicht.")) == 0
    assert not OutsideLink.objects.exclude(failures=0).exists()
    settings.PORTAL_LINK_CHECK = False
    assert outside_check(asking=lambda address: ("", "")) == 0
    settings.PORTAL_LINK_CHECK = True
    assert outside_check(asking=lambda address: ("", "")) == 2


def test_a_changed_address_leads_on(wide, client):
    wide.story.save_revision().publish()
    old = wide.story.url
    wide.story.slug = "anders"
    wide.story.save_revision().publish()
    assert Redirect.objects.filter(old_path=old.rstrip("/")).exists()
    assert client.get(old).headers["location"].endswith("/anders/")


def fill(wide, labs):
    """Give each lab something for every card."""
    today, now = timezone.localdate(), timezone.now()
    for lab in labs:
        LabMilestone.objects.bulk_create(
            LabMilestone(lab=lab, title=f"M{n}", date=today) for n in range(7)
        )
        LabMilestone.objects.create(lab=lab, title="fern", date=today + datetime.timedelta(90))
        story = make_story(lab)
        LinkProblem.objects.bulk_create(
            LinkProblem(page_id=story.pk, address=f"/{n}", reason="weg") for n in range(7)
        )
        Page.objects.filter(pk=story.pk).update(last_published_at=now - datetime.timedelta(400))
        event = make_event(lab, title="E")
        EventGuest.objects.create(
            event=event, name="W", email="w@x.de", state="warteliste", secret=str(event.pk)
        )
        make_event(lab, title="Vorbei", in_days=-3)
        make_story(lab, live=False, go_live_at=now + datetime.timedelta(3))


def test_the_dashboard_counts_what_its_lists_hold_in_few_queries(
    wide, django_assert_max_num_queries, django_user_model
):
    others = [make_lab(wide.labs) for _ in range(3)]
    fill(wide, [wide.lab, *others])
    variant = variant_create(source=wide.method, code="en")
    wide.method.save_revision().publish()
    assert variant.variant_of.page_id == variant.pk
    member = django_user_model.objects.create_user("datenpflege")
    body = Organization.objects.create(name="kleve", title="Kleve")
    Membership.objects.create(user=member, organization=body, role="editor")
    # A process asks for these once; which test is the first to do so must not matter.
    ContentType.objects.get_for_models(Page, *(kind.model for kind in kinds))
    for lab in (None, wide.lab):
        scope = scope_of(LabPage.objects.all(), lab, member)
        with django_assert_max_num_queries(20):
            cards = dashboard(scope)
        for card in cards:
            assert card.count == len(CARDS[card.name](scope, True).items), card.name
        counts = {card.name: card.count for card in cards}
        labs = 1 if lab else 4
        assert counts["meilensteine"] == counts["links"] == 7 * labs
        assert counts["wiedervorlage"] == counts["termine"] == labs
        assert counts["warteliste"] == counts["protokolle"] == labs
    assert counts["sprachfassungen"] == 0
    assert {c.name: c.count for c in dashboard(scope_of(LabPage.objects.all(), None))}[
        "sprachfassungen"
    ] == 1


def test_members_see_the_dashboard_of_their_lab_only(wide, client, admin_user):
    other = make_lab(wide.labs, title="Labor Lahn")
    fill(wide, [wide.lab, other])
    user = User.objects.create_user("redaktion", password="x")
    user.groups.add(wide.lab.team.group)
    client.force_login(user)
    html = client.get("/admin/redaktion/").content.decode()
    assert "Fällige Meilensteine" in html
    assert "Erste Schritte" in html
    assert f"/admin/pages/add/labs/storypage/{wide.lab.pk}/" in html
    assert "Labor Lahn" not in html
    assert client.get(f"/admin/redaktion/?labor={other.pk}").status_code in {302, 403}
    assert client.get("/admin/redaktion/liste/links/").status_code == 200
    assert client.post("/admin/redaktion/links/").status_code in {302, 403}
    assert LinkProblem.objects.count() == 14
    foreign = EventPage.objects.child_of(other).first()
    assert client.get(f"/admin/redaktion/anmeldungen/{foreign.pk}/").status_code in {302, 403}


def test_a_new_lab_is_told_its_first_steps_and_begins_with_the_usual_plan(wide, editor):
    def todo(lab):
        scope = scope_of(LabPage.objects.all(), lab)
        return [item.title.split(":")[0] for item in CARDS["erste-schritte"](scope, True).items]

    lab = make_lab(wide.labs, title="Labor Lahn", start=datetime.date(2030, 1, 1))
    assert todo(lab) == ["Zielbild", "Fahrplan", "Die erste Geschichte"]
    make_story(lab)
    address = f"/admin/redaktion/fahrplan/{lab.pk}/"
    assert "Auftaktwerkstatt" in editor.get(address).content.decode()
    editor.post(address)
    draft = LabPage.objects.get(pk=lab.pk).get_latest_revision_as_object()
    days = [row.date for row in draft.milestones.all()]
    assert len(days) == 6
    assert days == sorted(days)
    assert days[0] > lab.start
    assert not LabMilestone.objects.filter(lab=lab).exists()
    editor.post(address)
    again = LabPage.objects.get(pk=lab.pk).get_latest_revision_as_object()
    assert again.milestones.count() == 6
    draft.save_revision().publish()
    assert todo(lab) == ["Zielbild"]
    LabPage.objects.filter(pk=lab.pk).update(status="abgeschlossen")
    assert todo(lab) == []


def test_bundles_and_searches_have_their_cards(wide, django_user_model):
    author = django_user_model.objects.create_user("mia", password="x")
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    bundle = Bundle.objects.create(
        title="Zur Messe", state="planned", publish_at=tomorrow, created_by=author
    )
    bundle.items.create(page=wide.story)
    bundle.items.create(page=wide.event)
    EmptyQuery.note("kitaplatz")
    other = make_lab(wide.labs)
    stranger = django_user_model.objects.create_user("fremd", password="x")
    for lab, user, number in (
        (wide.lab, author, 1), (wide.lab, None, 1), (None, None, 1), (other, author, 0),
        (wide.lab, stranger, 0),
    ):  # fmt: skip
        scope = scope_of(LabPage.objects.all(), lab, user)
        for full in (False, True):
            assert CARDS["pakete"](scope, full).count == number
            assert CARDS["suchen"](scope, full).items[0].title == "kitaplatz"


def test_guests_are_shown_and_taken_away_without_formulas(wide, editor):
    EventGuest.objects.create(event=wide.event, name="=1+1", email="a@b.de", secret="x")
    address = f"/admin/redaktion/anmeldungen/{wide.event.pk}/"
    assert "a@b.de" in editor.get(address).content.decode()
    assert "'=1+1" in editor.get(address + "?format=csv").content.decode()


def test_roles_are_made_once_and_changed_rights_stay(wide):
    roles_create(home=wide.home)
    Group.objects.get(name=MEMBERS).permissions.clear()
    roles_create(home=wide.home)
    assert Group.objects.get(name=MEMBERS).permissions.count() == 0
    boss = User.objects.create_user("chefin", password="x")
    boss.groups.add(Group.objects.get(name=EDITORS))
    assert wide.story.permissions_for_user(boss).can_publish()


def test_nobody_approves_what_they_asked_for_themselves(wide, rf):
    roles_create(home=wide.home)
    author, reviewer = (User.objects.create_user(name, password="x") for name in ("a", "b"))
    for user in (author, reviewer):
        user.groups.add(Group.objects.get(name=REVIEWERS))
    wide.method.title = "Neu"
    wide.method.save_revision()
    state = wide.method.get_workflow().start(wide.method, author)
    task = state.current_task_state.task.specific
    page = Page.objects.get(pk=wide.method.pk).specific
    assert task.get_actions(page, author) == []
    assert "approve" in {name for name, _label, _more in task.get_actions(page, reviewer)}


def test_an_image_without_credit_or_right_is_refused(wide, editor):
    image = make_image(description="Ein Fluss")
    post = {"title": "Fluss", "description": "Ein Fluss", "collection": image.collection_id}
    answer = editor.post(f"/admin/images/{image.pk}/", post)
    assert "Nennen Sie, von wem das Bild ist." in answer.content.decode()
    post["credit"] = "Stadt Kleve"
    answer = editor.post(f"/admin/images/{image.pk}/", post)
    assert "Nennen Sie die Lizenz oder die Erlaubnis" in answer.content.decode()
    editor.post(f"/admin/images/{image.pk}/", {**post, "license_note": "CC BY 4.0"})
    assert PortalImage.objects.get().credit == "Stadt Kleve"
    assert PortalImageForm.__name__ == "PortalImageForm"


@pytest.mark.parametrize("language", ["de", "en"])
def test_days_are_shown_and_read_as_people_here_write_them(wide, editor, admin_user, language):
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": language})
    wide.lab.finished_on = datetime.date(2022, 12, 31)
    wide.lab.save()
    html = editor.get(f"/admin/pages/{wide.lab.pk}/edit/").content.decode()
    assert 'value="31.12.2022"' in html
    with translation.override(language):
        assert forms.DateField().clean("31.12.2022") == datetime.date(2022, 12, 31)
        assert forms.DateTimeField().clean("31.12.2022 09:30").hour == 9


def test_the_admin_begins_with_the_button_to_write(tree, editor):
    html = editor.get("/admin/").content.decode()
    assert f'href="/admin/pages/add/labs/storypage/{tree.lab.pk}/"' in html


def test_a_lab_that_has_ended_is_late_with_nothing(tree, client):
    tree.lab.milestones = [LabMilestone(title="Übergabe", date=datetime.date(2022, 12, 15))]
    tree.lab.save()
    assert "überfällig" in client.get(tree.lab.url).content.decode()
    tree.lab.finished_on = datetime.date(2022, 12, 31)
    tree.lab.save()
    html = client.get(tree.lab.url).content.decode()
    assert "überfällig" not in html
    assert "nicht erledigt" in html


def test_who_keeps_data_and_writes_no_pages_has_a_dashboard_too(wide, client, django_user_model):
    user = django_user_model.objects.create_user("daten", password="x")
    body = Organization.objects.create(name="kleve", title="Kleve")
    Membership.objects.create(user=user, organization=body, role="editor")
    Bundle.objects.create(title="Nur Daten", state=BundleState.FAILED, created_by=user)
    client.force_login(user)
    first = client.get("/admin/").content.decode()
    assert "/admin/redaktion/" in first
    assert "Datei einreichen" in first.split('id="welcome-head"')[1]
    html = client.get("/admin/redaktion/").content.decode()
    assert "Nur Daten" in html
    assert 'name="labor"' not in html
    assert wide.lab.title not in html
    assert client.get("/admin/redaktion/liste/pakete/").status_code == 200
