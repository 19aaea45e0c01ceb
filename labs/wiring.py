"""Connects what the labs offer with what listens; imported once the models are ready."""

from django.db.models.signals import m2m_changed, post_delete, post_save

from labs.bundles.planning import bundles_check
from labs.editorial.links import links_check
from labs.editorial.outside import outside_check
from labs.editorial.reminding import tell_variant_authors
from labs.editorial.reviews import reviews_remind
from labs.explaining import explain, forget
from labs.models import (
    EventPage,
    GlossaryTerm,
    GuidePage,
    LabPage,
    MethodPage,
    NewsPage,
    PracticePage,
    StoryPage,
)
from labs.news import connect, register_pages, register_records
from labs.search import EVENTS, GUIDES, LABS, METHODS, NEWS, PRACTICES, STORIES
from labs.search_records import ACTORS, TERMS, TOPICS
from labs.services.guests import guests_forget, guests_remind, guests_tell
from labs.services.records import records_publish
from labs.teams.roles import note_roles
from labs.teams.services import invitations_forget
from portal.base.bodies import register_finish
from portal.base.models import User
from portal.base.rounds import DAY, HOUR, register_round
from portal.base.variants import variants_stale


def wire() -> None:
    """Make pages findable, explain words, do what is due, and give each lab its team."""
    register_finish(explain)
    for signal in (post_save, post_delete):
        signal.connect(forget, sender=GlossaryTerm, dispatch_uid="labs.glossary")
    m2m_changed.connect(note_roles, sender=User.groups.through, dispatch_uid="labs.roles")
    variants_stale.connect(tell_variant_authors, dispatch_uid="labs.variants")
    register_round("bundles_check", bundles_check)
    register_round("records_publish", records_publish, every=HOUR // 12)
    register_round("links_check", links_check, every=DAY)
    register_round("outside_check", outside_check, every=HOUR // 12)
    register_round("invitations_forget", invitations_forget, every=DAY)
    register_round("reviews_remind", reviews_remind, every=DAY)
    register_round("guests_forget", guests_forget, every=HOUR)
    register_round("guests_tell", guests_tell)
    register_round("guests_remind", guests_remind, every=HOUR // 4)
    register_pages(StoryPage, STORIES)
    register_pages(GuidePage, GUIDES)
    register_pages(LabPage, LABS)
    register_pages(EventPage, EVENTS)
    register_pages(NewsPage, NEWS)
    register_pages(MethodPage, METHODS)
    register_pages(PracticePage, PRACTICES)
    for records in (TOPICS, ACTORS, TERMS):
        register_records(records)
    connect()
