"""What editors can do for the search: synonyms, promoted results, searches without hits."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from search.models import EmptyQuery, Promotion, Synonym


class ReportPolicy(ModelPermissionPolicy):
    """A report is read and cleared, never written by hand."""

    def user_has_permission(self, user: object, action: str) -> bool:
        """Say whether this person may look at or delete entries."""
        return action in ("view", "delete") and super().user_has_permission(user, action)


class SynonymViewSet(SnippetViewSet):
    """Synonyms."""

    model = Synonym
    icon = "resubmit"
    list_display = ("words",)
    search_fields = ("words",)
    panels = (FieldPanel("words"),)


class PromotionViewSet(SnippetViewSet):
    """Promoted results."""

    model = Promotion
    icon = "pick"
    list_display = ("words", "path", "order")
    panels = (FieldPanel("words"), FieldPanel("path"), FieldPanel("order"))


class EmptyQueryViewSet(SnippetViewSet):
    """Searches without hits."""

    model = EmptyQuery
    icon = "search"
    list_display = ("words", "count", "last")
    ordering = ("-count", "words")
    copy_view_enabled = False


class SearchGroup(SnippetViewSetGroup):
    """The search in the admin's menu."""

    menu_label = _("Suche")
    menu_icon = "search"
    menu_order = 700
    items = (SynonymViewSet, PromotionViewSet, EmptyQueryViewSet)


register_permission_policy(EmptyQuery, ReportPolicy(EmptyQuery))
register_snippet(SearchGroup)
