"""The labs of a programme, and who works in them, counted."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from datasets.charts import Point, in_germany, map_source, map_svg, speaking
from labs.listing import Choice, visible
from labs.models.actors import Sector
from labs.models.labs import LabMember, LabPage, LabPlace
from labs.states import State
from portal.base.slugs import german_slug

# The list of labs has no pages; more than this would need them.
LABS = 200


@dataclass(frozen=True, slots=True)
class ListedLabs:
    """Labs with the states to choose from."""

    labs: list[LabPage]
    choices: tuple[Choice, ...]
    state: str
    map: "LabMap"


@dataclass(frozen=True, slots=True)
class LabMap:
    """The places of labs in the outlines of the states, and which labs it cannot show.

    A lab that names only its state gets no point: one in the state's middle would look like a place.
    """

    svg: SafeString
    shown: int
    missing: tuple[LabPage, ...]
    source: str


def lab_list(programme: Page, *, state: str) -> ListedLabs:
    """Return the published labs, of a programme, of one state (its name as a slug) if given."""
    labs = visible(LabPage.objects.child_of(programme))
    rows = (
        LabPlace.objects.filter(lab__in=labs.values("pk"), state__in=State.values)
        .values("state")
        .annotate(number=Count("lab", distinct=True))
    )
    keys = {german_slug(str(choice.label)): choice for choice in State}
    counts = {row["state"]: row["number"] for row in rows}
    choices = tuple(
        Choice(slug, str(choice.label), counts[choice.value], slug == state)
        for slug, choice in sorted(keys.items())
        if choice.value in counts
    )
    chosen = keys.get(state)
    if chosen:
        labs = labs.filter(pk__in=LabPlace.objects.filter(state=chosen.value).values("lab_id"))
    listed = labs.prefetch_related("places", "topics").order_by("title")[:LABS]
    return ListedLabs(
        list(listed), choices, str(chosen.label) if chosen else "", lab_map(list(listed))
    )


def lab_map(labs: list[LabPage]) -> LabMap:
    """Draw one point for each lab, in the middle of its places; those without are named beside it."""
    points, missing = [], []
    for lab in labs:
        places = [
            (place.longitude, place.latitude)
            for place in lab.places.all()
            if place.longitude is not None and place.latitude is not None
        ]
        inside = [where for where in places if in_germany(*where)]
        if not inside:
            missing.append(lab)
            continue
        longitude, latitude = (sum(values) / len(inside) for values in zip(*inside, strict=True))
        points.append(Point(longitude, latitude, lab.title, lab.url or ""))
    svg = SafeString("")
    if points:
        with speaking(get_language()):
            drawn = map_svg(points, title=_("Die Regionen der Labore"), key="labore")
        svg = mark_safe(drawn)  # noqa: S308 - texts are escaped where they are drawn
    return LabMap(svg, len(points), tuple(missing), map_source())


@dataclass(frozen=True, slots=True)
class CountedMembers:
    """How many members the labs name, and whether every lab says that its list is complete."""

    complete: bool
    missing: int
    sectors: tuple[tuple[str, int], ...]


def counted_members(programme: Page) -> CountedMembers:
    """Count the members of a programme's published labs; one that works in two labs counts once."""
    labs = visible(LabPage.objects.child_of(programme))
    missing = labs.filter(members_complete=False).count()
    rows = LabMember.objects.filter(lab__in=labs.values("pk")).values_list(
        "actor_id", "name", "sector"
    )
    members = {(actor or name): sector for actor, name, sector in rows if sector}
    counts = Counter(members.values())
    return CountedMembers(
        complete=missing == 0 and labs.exists(),
        missing=missing,
        sectors=tuple(
            (str(label), counts[value]) for value, label in Sector.choices if counts[value]
        ),
    )
