"""Pages and data become public together or not at all; before that no exit tells of them."""

import io
from datetime import timedelta

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core import mail
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from datasets.models import VersionState
from datasets.services.datasets import dataset_create, dataset_update
from datasets.services.resources import resource_create
from labs.bundles.approving import bundle_approve, is_approved
from labs.bundles.hooks import after_edit
from labs.bundles.models import Bundle, BundleState
from labs.bundles.planning import bundle_plan, bundles_check
from labs.bundles.previewing import link_of
from labs.bundles.publishing import bundle_publish, bundles_publish_due
from labs.figures.following import refresh
from labs.models import Chart, Figure
from tests.labs.factories import make_lab, make_story
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
WORD = "Zwetschgenbaum"


@pytest.fixture
def editor_user(django_user_model):
    return django_user_model.objects.create_superuser("chefin", email="chefin@example.org")


@pytest.fixture
def bundle(tree, editor_user):
    """A draft story with a figure, a new dataset that is a draft, and a time that has come."""
    hidden = dataset_create(
        actor=None,
        changes={
            "name": "zwetschgen",
            "title": f"{WORD} je Ort",
            "notes": WORD,
            "license": "cc-by",
        },
        publish=False,
        check=False,
    )
    hidden_resource = resource_create(
        actor=None, dataset=hidden, fields={}, check=False,
        upload=io.BytesIO(table(87).encode()), file_name="b.csv",
    )  # fmt: skip
    figure = make_figure(hidden_resource)
    chart = make_chart(hidden_resource, title=f"{WORD} im Bild")
    story = make_story(
        tree.lab, title=f"{WORD} gesucht", slug="zwetschgen", live=False,
        body=[sentence(figure), picture(chart)],
    )  # fmt: skip
    made = Bundle.objects.create(
        title="Zur Messe",
        publish_at=timezone.now() - timedelta(minutes=1),
        state=BundleState.PLANNED,
        created_by=editor_user,
        planned_by=editor_user,
    )
    made.items.create(page=story)
    made.items.create(dataset=hidden)
    assert bundle_approve(bundle=made, actor=editor_user) == []
    return made


def test_one_part_that_fails_keeps_all_back_and_one_mail_says_why(client, bundle, resource):
    version = upload(resource, table(91), publish=False)
    type(version).objects.filter(pk=version.pk).update(
        state=VersionState.INVALID, message="3 Fehler"
    )
    bundle.items.create(version=version)
    mail.outbox.clear()
    assert bundles_publish_due() == 0
    bundle.refresh_from_db()
    assert bundle.state == BundleState.FAILED
    assert client.get("/dataset/zwetschgen").status_code == 404
    resource.refresh_from_db()
    assert resource.current_version.number == 1
    [message] = mail.outbox
    assert message.to == ["chefin@example.org"]
    assert "Daten „Spielplätze: Liste“" in message.body
    assert "3 Fehler" in message.body
    bundles_publish_due()
    assert len(mail.outbox) == 1


def test_an_accident_while_publishing_leaves_nothing_half(client, bundle, monkeypatch):
    def explode(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("labs.bundles.publishing.PublishPageRevisionAction.execute", explode)
    assert not bundle_publish(bundle_id=bundle.pk)
    bundle.refresh_from_db()
    assert bundle.state == BundleState.FAILED
    assert client.get("/dataset/zwetschgen").status_code == 404


def test_a_page_with_an_unchecked_chart_is_named(bundle, tree, resource):
    chart = make_chart(resource, confirmed=False)
    story = make_story(tree.lab, title="Ohne Worte", live=False, body=[picture(chart)])
    bundle.items.create(page=story)
    assert not bundle_publish(bundle_id=bundle.pk)
    bundle.refresh_from_db()
    assert "Seite „Ohne Worte" in bundle.failure
    assert "Textfassung" in bundle.failure


def test_the_signed_link_shows_the_whole_until_it_is_public(client, bundle, resource, editor_user):
    version = upload(resource, table(91), publish=False)
    bundle.items.create(version=version)
    figure = make_figure(resource)
    page = bundle.items.get(page__isnull=False).page.specific
    page.body = [sentence(figure)]
    page.save_revision()
    reader = bundle.readers.create(email="presse@example.org")
    address = link_of(reader)
    listing = client.get(address)
    assert listing["X-Robots-Tag"] == "noindex, nofollow"
    assert f"{WORD} gesucht" in listing.content.decode()
    for item in bundle.items.all():
        shown = client.get(f"{address}{item.pk}/")
        assert shown.status_code == 200
        html = shown.content.decode()
        assert "Sie ist noch nicht öffentlich." in html
        assert f'<a href="{address}">Zu allen Teilen</a>' in html
        if item.page_id:
            assert '<data value="91">91</data>' in shown.content.decode()
    assert client.get(f"{address[:-3]}xx/").status_code == 404
    assert bundle_publish(bundle_id=bundle.pk, actor=editor_user)
    assert client.get(address).status_code == 404
    other = Bundle.objects.create(title="x").readers.create(email="a@example.org")
    link = link_of(other)
    other.delete()
    assert client.get(link).status_code == 404


def test_a_bundle_is_put_together_in_the_admin(client, tree, resource, editor_user):
    client.force_login(editor_user)
    when = (timezone.localtime() + timedelta(days=1)).strftime("%d.%m.%Y %H:%M")
    client.post(reverse("labs_bundles"), {"title": "Zur Messe", "publish_at": when})
    bundle = Bundle.objects.get()
    act = reverse("labs_bundle_act", args=[bundle.pk])
    version = upload(resource, table(91), publish=False)
    story = make_story(tree.lab, live=False)
    client.post(act, {"action": "plan"})
    bundle.refresh_from_db()
    assert bundle.state == BundleState.OPEN  # empty
    client.post(act, {"action": "add_page", "page": story.pk})
    client.post(act, {"action": "add_data", "what": f"version:{version.pk}"})
    client.post(act, {"action": "invite", "email": "presse@example.org"})
    html = client.get(reverse("labs_bundle", args=[bundle.pk])).content.decode()
    assert html.count("bereit") == 2
    assert "/paket/" in html
    client.post(act, {"action": "plan"})
    bundle.refresh_from_db()
    assert bundle.state == BundleState.PLANNED
    client.post(act, {"action": "publish"})
    story.refresh_from_db()
    resource.refresh_from_db()
    assert story.live
    assert resource.current_version.number == 2


def test_a_page_finds_its_way_into_a_bundle(client, tree, editor_user, django_user_model):
    client.force_login(editor_user)
    edit = client.get(f"/admin/pages/{tree.story.pk}/edit/").content.decode()
    address = f"{reverse('labs_bundles')}?seite={tree.story.pk}"
    assert address in edit
    client.post(address, {"title": "Zur Messe", "publish_at": ""})
    assert Bundle.objects.get().items.get().page_id == tree.story.pk
    assert "Seite hinzufügen" in client.get(address).content.decode()
    stranger = django_user_model.objects.create_user("fremd", password="x")
    stranger.groups.add(make_lab(tree.labs).team.group)
    client.force_login(stranger)
    client.post(address, {"title": "Fremdes", "publish_at": ""})
    assert not Bundle.objects.get(title="Fremdes").items.exists()


def plan_tomorrow(bundle, actor):
    """Have it planned as it is for a time to come."""
    bundle.publish_at = timezone.now() + timedelta(days=1)
    bundle.save(update_fields=["publish_at"])
    assert bundle_plan(bundle=bundle, actor=actor) == []
    mail.outbox.clear()


@pytest.mark.parametrize("what", ["page", "words", "description", "file"])
def test_nothing_goes_out_that_was_changed_after_the_yes(client, bundle, editor_user, what):
    plan_tomorrow(bundle, editor_user)
    page = bundle.items.get(page__isnull=False).page.specific
    hidden = bundle.items.get(dataset__isnull=False).dataset
    # Saved again as it is, locked, commented: still what was approved.
    page.save_revision(user=editor_user)
    assert bundles_check() == 0
    if what == "page":
        page.summary = "Noch schnell geändert."
        page.save_revision(user=editor_user)
    elif what == "words":
        Chart.objects.update(alternative="Moers hat keine.")
    elif what == "description":
        changes = {"notes": "Noch schnell geändert."}
        dataset_update(actor=None, dataset=hidden, changes=changes, publish=False, check=False)
    else:
        upload(hidden.resources.get(), table(5), publish=False)
    Bundle.objects.update(publish_at=timezone.now())
    assert bundles_publish_due() == 0
    bundle.refresh_from_db()
    assert bundle.state == BundleState.CHANGED
    [message] = mail.outbox
    assert message.to == ["chefin@example.org"]
    assert "Nicht mehr eingeplant: Zur Messe" in message.subject
    part = "Datensatz „" if what in ("description", "file") else "Seite „"
    assert f"– {part}{WORD}" in message.body
    assert client.get("/dataset/zwetschgen").status_code == 404
    # The card says so; who may looks at it and plans it anew.
    client.force_login(editor_user)
    assert "Nach der Freigabe geändert" in client.get("/admin/redaktion/").content.decode()
    assert bundles_publish_due() == 0
    assert bundle_plan(bundle=bundle, actor=editor_user) == []
    assert bundles_publish_due() == 1


def test_the_yes_to_a_page_covers_what_its_charts_and_figures_ask_of_the_data(bundle):
    part = bundle.items.get(page__isnull=False)
    chart, figure = Chart.objects.get(), Figure.objects.get()
    for model, change in (
        (Chart, {"kind": "share"}),
        (Chart, {"category": "nr"}),
        (Figure, {"filters": []}),
    ):
        before = model.objects.values(*change).get()
        model.objects.update(**change)
        assert not is_approved(part)
        model.objects.update(**before)
        assert is_approved(part)
    # Their values follow the data, as the editors chose: that takes nothing back.
    refresh(chart)
    refresh(figure)
    assert is_approved(part)


def test_who_changes_a_planned_page_is_told_at_once(client, tree, bundle, editor_user):
    plan_tomorrow(bundle, editor_user)
    hidden = bundle.items.get(dataset__isnull=False)
    client.force_login(editor_user)
    page = bundle.items.get(page__isnull=False).page.specific
    page.title = "Ganz anders"
    page.save_revision()
    request = RequestFactory().post("/")
    request.session, request.user = client.session, editor_user
    request._messages = FallbackStorage(request)
    after_edit(request, page)
    [told] = [str(message) for message in request._messages]
    assert "muss das Paket neu freigegeben" in told
    # Another part added to what is planned has nobody's yes either.
    assert bundle_plan(bundle=bundle, actor=editor_user) == []
    other = make_story(tree.lab, title="Dazu", live=False)
    act = reverse("labs_bundle_act", args=[bundle.pk])
    client.post(act, {"action": "add_page", "page": other.pk})
    bundle.refresh_from_db()
    assert bundle.state == BundleState.OPEN
    assert is_approved(hidden)


def test_a_bundle_waits_for_the_yes_of_those_who_may(client, tree, bundle, django_user_model):
    member, head = (
        django_user_model.objects.create_user(name, f"{name}@example.org", "x")
        for name in ("mitglied", "leitung")
    )
    member.groups.add(tree.lab.team.members)
    head.groups.add(tree.lab.team.group)
    own = Bundle.objects.create(
        title="Eigenes", created_by=member, publish_at=timezone.now() + timedelta(days=1)
    )
    story = make_story(tree.lab, title="Vom Mitglied", live=False)
    story.save_revision(user=member)
    act = reverse("labs_bundle_act", args=[own.pk])
    client.force_login(member)
    client.post(act, {"action": "add_page", "page": story.pk})
    for action in ("plan", "publish"):
        answer = client.post(act, {"action": action}, follow=True).content.decode()
        assert "Freigeben muss jemand, der diese Seite veröffentlichen darf." in answer
        own.refresh_from_db()
        assert own.state == BundleState.WAITING
    assert not Page.objects.get(pk=story.pk).live
    # In the meantime the way of approval began; the coordination's yes in the bundle is enough.
    story.get_workflow().start(story, member)
    client.force_login(head)
    assert "Eigenes" in client.get("/admin/redaktion/").content.decode()
    shown = client.get(reverse("labs_bundle", args=[own.pk])).content.decode()
    assert "Paket löschen" not in shown
    client.post(act, {"action": "plan"})
    own.refresh_from_db()
    assert own.state == BundleState.PLANNED
    assert own.items.get().approved_by == head
    Bundle.objects.filter(pk=own.pk).update(publish_at=timezone.now())
    bundles_publish_due()
    assert Page.objects.get(pk=story.pk).live


def test_bundles_of_others_are_not_told(client, tree, bundle, django_user_model):
    user = django_user_model.objects.create_user("redaktion", password="x")
    user.groups.add(tree.lab.team.group)
    client.force_login(user)
    assert "Zur Messe" not in client.get(reverse("labs_bundles")).content.decode()
    assert client.get(reverse("labs_bundle", args=[bundle.pk])).status_code == 404
    own = Bundle.objects.create(title="Eigenes", created_by=user)
    act = reverse("labs_bundle_act", args=[own.pk])
    assert client.post(act, {"action": "add_page", "page": tree.guide.pk}).status_code == 302
    assert not own.items.exists()
