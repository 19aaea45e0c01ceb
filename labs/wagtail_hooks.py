"""What the labs add to the admin."""

from typing import Any

from django.db.models import Q
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.admin.widgets import Button
from wagtail.models import Page, PageQuerySet
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from labs.actor_choosing import ActorChooserViewSet
from labs.approvals.models import Decision
from labs.approvals.views import links
from labs.bundles import hooks as bundles
from labs.bundles import views as bundle_views
from labs.choosers import DatasetChooserViewSet, dataset_chooser
from labs.corrections.telling import MADE
from labs.corrections.views import reply
from labs.editorial import hooks as editorial
from labs.editorial.reviews import LOOKED, TOLD
from labs.figures.maker import choose_table, set_up
from labs.figures.overview import overview
from labs.figures.richtext import CONVERSION, ENTITY, FEATURE, FigureHandler
from labs.models import Actor, GlossaryTerm, Topic
from labs.services.guests import FORGOTTEN
from labs.teams import hooks as teams
from portal.base.history import register_deed

WRITING = {"add", "change", "publish", "lock", "unlock", "bulk_delete", "delete"}


class TopicViewSet(SnippetViewSet):
    """Topics in the admin."""

    model = Topic
    icon = "tag"
    menu_label = _("Themen")
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["name", "slug"]
    search_fields = ["name"]
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("tags"),
        FieldPanel("themes", widget=CheckboxSelectMultiple),
    ]


class ActorViewSet(SnippetViewSet):
    """Actors in the admin."""

    model = Actor
    icon = "group"
    menu_label = _("Akteure")
    menu_order = 312
    add_to_admin_menu = True
    list_display = ["name", "sector", "place", "state"]
    list_filter = ["sector", "state"]
    search_fields = ["name", "place"]
    chooser_viewset_class = ActorChooserViewSet


class GlossaryViewSet(SnippetViewSet):
    """The glossary in the admin."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossar")
    menu_order = 314
    add_to_admin_menu = True
    list_display = ["name", "explanation", "in_text"]
    search_fields = ["name", "forms", "explanation"]


register_snippet(TopicViewSet)
register_snippet(ActorViewSet)
register_snippet(GlossaryViewSet)


def register_dataset_chooser() -> DatasetChooserViewSet:
    """Serve the chooser of datasets."""
    return dataset_chooser


def hide_foreign_drafts(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Offer drafts as link targets only to those who may write them."""
    policy = policy_registry.get_by_type(Page)
    mine = policy.instances_user_has_any_permission_for(request.user, WRITING)
    return pages.filter(Q(live=True) | Q(pk__in=mine.values("pk")))


hooks.register("register_admin_viewset", register_dataset_chooser)
hooks.register("construct_page_chooser_queryset", hide_foreign_drafts)


@hooks.register("register_rich_text_features")  # type: ignore[untyped-decorator]
def living_figures(features: Any) -> None:
    """Let editors put living figures into running text."""
    features.register_embed_type(FigureHandler)
    features.register_converter_rule("contentstate", FEATURE, CONVERSION)
    features.register_editor_plugin(
        "draftail",
        FEATURE,
        EntityFeature(
            {
                "type": ENTITY,
                "icon": "decimal",
                "description": str(_("Lebende Zahl aus einem Datensatz")),
                "makerUrl": reverse_lazy("labs_maker", args=["zahl"]),
            },
            js=["wagtailadmin/js/chooser-modal.js", "labs/maker.js", "labs/figure.js"],
            css={"all": ["labs/maker.css"]},
        ),
    )


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def maker_urls() -> list[URLPattern]:
    """Give the admin the dialogue for figures and charts."""
    return [
        path("korrekturen/<str:correction_id>/<int:page_id>/", reply, name="labs_correction_reply"),
        path("freigabe/<int:page_id>/", links, name="labs_approvals"),
        path("pakete/", bundle_views.index, name="labs_bundles"),
        path("pakete/<int:bundle_id>/", bundle_views.detail, name="labs_bundle"),
        path("pakete/<int:bundle_id>/tun/", bundle_views.act, name="labs_bundle_act"),
        path("zahlen/", overview, name="labs_living"),
        path("zahlen/<str:name>/", choose_table, name="labs_maker"),
        path("zahlen/<str:name>/<str:resource_id>/", set_up, name="labs_maker_form"),
    ]


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def bundles_menu() -> MenuItem:
    """Lead to the bundles."""
    return MenuItem(
        _("Pakete"), reverse("labs_bundles"), icon_name="folder-open-inverse", order=320
    )


@hooks.register("register_page_header_buttons")  # type: ignore[untyped-decorator]
def approval_button(page: Page, user: Any, next_url: str | None = None, **_kwargs: Any) -> Any:
    """Lead from a page to its approval links and to the bundles."""
    if page.pk and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Freigabe-Link"),
            reverse("labs_approvals", args=[page.pk]),
            icon_name="mail",
            priority=60,
        )
    if page.pk and page.permissions_for_user(user).can_publish():
        yield Button(
            _("In ein Paket"),
            f"{reverse('labs_bundles')}?seite={page.pk}",
            icon_name="folder-open-inverse",
            priority=61,
        )


@hooks.register("register_log_actions")  # type: ignore[untyped-decorator]
def approval_log(actions: Any) -> None:
    """Name in the history what happens with approval links."""
    actions.register_action(
        "labs.approval.ask", _("Um Freigabe gebeten"), _("Freigabe-Link verschickt")
    )
    actions.register_action(
        "labs.approval.revoke", _("Freigabe-Link gesperrt"), _("Freigabe-Link gesperrt")
    )
    actions.register_action(LOOKED, _("Wieder angesehen"), _("Wieder angesehen: Alles stimmt noch"))
    register_deed(actions, TOLD, _("An die Wiedervorlage erinnert"), _told)
    register_deed(actions, FORGOTTEN, _("Angaben der Angemeldeten gelöscht"), _forgotten)
    register_deed(actions, MADE, _("Daten korrigiert"), _corrected)
    register_deed(actions, "labs.correction.reply", _("Korrektur beantwortet"), _answered)
    register_deed(actions, "labs.approval.decide", _("Partner hat entschieden"), _decided)


def _answered(data: dict[str, Any]) -> str:
    """Return the entry of an answer to a correction."""
    reason = data.get("reason") or _("Antwort zurückgenommen")
    return f"{data.get('correction', '')} – {reason}"


def _corrected(data: dict[str, Any]) -> str:
    """Return the entry of a correction: its own sentence."""
    return str(data.get("text", ""))


def _told(data: dict[str, Any]) -> str:
    """Return the entry of a reminder."""
    words = _("Per Mail daran erinnert, die Seite wieder anzusehen (an {number} Personen)")
    return str(words).format(number=data.get("number", 0))


def _forgotten(data: dict[str, Any]) -> str:
    """Return the entry about guests that are deleted."""
    words = _(
        "Angaben gelöscht, 30 Tage nach dem Ende: {places} dabei, {waiting} auf der Warteliste"
    )
    return str(words).format(places=data.get("places", 0), waiting=data.get("waiting", 0))


def _decided(data: dict[str, Any]) -> str:
    """Return the entry of a decision."""
    words = _("{name} ({email}): {decision}, Fassung {hash}")
    return str(words).format(
        name=data.get("name"),
        email=data.get("email"),
        decision=Decision(data.get("decision", "approved")).label,
        hash=str(data.get("hash", ""))[:16],
    )


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def living_menu() -> MenuItem:
    """Lead to the figures and charts."""
    return MenuItem(_("Lebende Zahlen"), reverse("labs_living"), icon_name="decimal", order=315)


bundles.connect()
editorial.connect()
teams.connect()
