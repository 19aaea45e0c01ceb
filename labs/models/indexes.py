"""Pages that show records of all labs: topics, actors, proposals."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.contrib.routable_page.models import path as route

from labs.models.actors import Actor, Sector
from labs.models.topics import Topic
from labs.selectors.actors import actor_list, actor_shown
from labs.selectors.proposals import proposal_list
from labs.selectors.topics import topic_content, topics_counted
from portal.base.pages import PortalPage


class TopicIndexPage(RoutablePageMixin, PortalPage):
    """All topics, and one address below it for each of them."""

    template = "labs/topic_index.html"
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("Übersicht der Themen")

    @route("")  # type: ignore[untyped-decorator]  # Wagtail has no types
    def all_topics(self, request: HttpRequest) -> HttpResponse:
        """Show all topics with the number of their pages."""
        return self.render(request, context_overrides={"topics": topics_counted()})

    @route("<slug:slug>/", name="topic")  # type: ignore[untyped-decorator]  # Wagtail has no types
    def one_topic(self, request: HttpRequest, slug: str) -> TemplateResponse:
        """Show everything that belongs to one topic."""
        topic = Topic.objects.filter(slug=slug).first()
        if topic is None:
            raise Http404
        return self.render(
            request,
            context_overrides={"topic": topic, "content": topic_content(topic)},
            template="labs/topic.html",
        )


class ActorIndexPage(RoutablePageMixin, PortalPage):
    """All actors, narrowed down by sector, and one address below it for each of them."""

    template = "labs/actor_index.html"
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("Übersicht der Akteure")

    @route("")  # type: ignore[untyped-decorator]  # Wagtail has no types
    def all_actors(self, request: HttpRequest) -> HttpResponse:
        """Show the actors of one sector, or all."""
        sector = request.GET.get("sektor", "")
        listed = actor_list(
            sector=sector if sector in Sector.values else "", number=request.GET.get("seite", "1")
        )
        return self.render(request, context_overrides={"listed": listed})

    @route("<slug:slug>/", name="actor")  # type: ignore[untyped-decorator]  # Wagtail has no types
    def one_actor(self, request: HttpRequest, slug: str) -> TemplateResponse:
        """Show where an actor takes part."""
        actor = Actor.objects.filter(slug=slug).first()
        if actor is None:
            raise Http404
        return self.render(
            request, context_overrides={"shown": actor_shown(actor)}, template="labs/actor.html"
        )


class ProposalIndexPage(PortalPage):
    """What the labs propose, to whom, and what became of it."""

    template = "labs/proposal_index.html"
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("Vorschläge der Labore")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the proposals."""
        context = super().get_context(request, *args, **kwargs)
        context["listed"] = proposal_list(
            state=request.GET.get("stand", ""), number=request.GET.get("seite", "1")
        )
        return context
