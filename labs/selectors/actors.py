"""Actors with what the public may know of their part."""

from dataclasses import dataclass

from django.db.models import Count

from labs.listing import Choice, Listed, sliced, visible
from labs.models.actors import Actor, Sector
from labs.models.labs import LabPage
from labs.models.practice import PracticePage


@dataclass(frozen=True, slots=True)
class ActorShown:
    """An actor with its labs and practice examples."""

    actor: Actor
    labs: list[LabPage]
    examples: list[PracticePage]


def actor_list(*, sector: str, number: str) -> Listed:
    """Return the actors by name, with the sectors to choose from."""
    actors = Actor.objects.all()
    counts = dict(actors.order_by().values_list("sector").annotate(Count("pk")))
    choices = tuple(
        Choice(value, str(label), counts[value], value == sector)
        for value, label in Sector.choices
        if value in counts
    )
    if sector:
        actors = actors.filter(sector=sector)
    return Listed(
        sliced(actors.order_by("name"), number, size=48),
        choices,
        {"sektor": sector} if sector else {},
    )


def actor_shown(actor: Actor) -> ActorShown:
    """Return where an actor takes part."""
    labs = visible(LabPage.objects.filter(members__actor=actor)).distinct()
    examples = visible(PracticePage.objects.filter(partners__actor=actor)).distinct()
    return ActorShown(
        actor=actor,
        labs=list(labs.prefetch_related("places").order_by("title")[:50]),
        examples=list(examples.select_related("lead_image").order_by("title")[:50]),
    )
