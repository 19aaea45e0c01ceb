"""Makes the labs of a table; all or none, and nothing that is there already is touched."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from datasets.municipalities import Centres
from labs.importing.places import RowPlace
from labs.importing.reading import LabRow, Problem, read_labs
from labs.models import Actor, LabIndexPage, LabMember, LabPage, LabPlace
from labs.states import State
from portal.base.models import User
from portal.base.slugs import MAX_SLUG, free_slug, german_slug


@dataclass(frozen=True, slots=True)
class Import:
    """What a file brings: labs to make, labs that stay as they are, or what is wrong."""

    new: tuple[LabRow, ...]
    known: tuple[LabRow, ...]
    problems: tuple[Problem, ...]


def labs_foresee(*, programme: LabIndexPage, content: bytes) -> Import:
    """Say what an import would do; writes nothing."""
    read = read_labs(content)
    titles, slugs = set(), set()
    # A lab that was renamed since keeps its address, so it is known by that.
    for title, slug in LabPage.objects.child_of(programme).values_list("title", "slug"):
        titles.add(title.casefold())
        slugs.add(slug)
    known = [
        row.name.casefold() in titles or german_slug(row.name, length=MAX_SLUG - 5) in slugs
        for row in read.rows
    ]
    return Import(
        new=tuple(row for row, there in zip(read.rows, known, strict=True) if not there),
        known=tuple(row for row, there in zip(read.rows, known, strict=True) if there),
        problems=tuple(read.problems),
    )


@transaction.atomic
def labs_import(
    *, programme: LabIndexPage, content: bytes, actor: User | None, publish: bool = True
) -> Import:
    """Make the labs that are missing; nothing if anything is wrong with the file."""
    programme = LabIndexPage.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    foreseen = labs_foresee(programme=programme, content=content)
    if foreseen.problems:
        return foreseen
    centres = Centres()
    actors = {actor.name.casefold(): actor for actor in Actor.objects.all()}
    for row in foreseen.new:
        _make(programme, row, actors, actor, centres, publish=publish)
    if foreseen.new:
        log(
            instance=programme,
            action="labs.import",
            user=actor,
            data={"labs": [row.name for row in foreseen.new]},
        )
    return foreseen


def _make(
    programme: LabIndexPage,
    row: LabRow,
    actors: dict[str, Actor],
    actor: User | None,
    centres: Centres,
    *,
    publish: bool,
) -> None:
    """Make one lab's page; partners that are described already are linked."""
    labels = {choice.value: str(choice.label) for choice in State}
    page = LabPage(
        title=row.name,
        slug=free_slug(row.name, programme.get_children(), fallback="labor"),
        summary=row.summary,
        region=", ".join(labels[key] for key in row.states),
        start=row.start,
        end=row.end,
        owner=actor,
        live=False,
    )
    page.places = _places(row, labels, centres)
    page.members = [
        LabMember(
            actor=actors.get(partner.name.casefold()),
            name=partner.name,
            kind=partner.kind,
            sector=partner.sector or getattr(actors.get(partner.name.casefold()), "sector", ""),
        )
        for partner in row.partners
    ]
    programme.add_child(instance=page)
    revision = page.save_revision(user=actor, clean=False, log_action=True)
    if publish:
        revision.publish(user=actor)


def _places(row: LabRow, labels: dict[str, str], centres: Centres) -> list[LabPlace]:
    """Return the places; of one state they all lie in it, of several only their keys can say."""
    if not any(place.name for place in row.places):
        where = row.places[0] if row.places else RowPlace("")
        places = [LabPlace(name=labels[key], state=key) for key in row.states]
        places[0].latitude, places[0].longitude = where.latitude, where.longitude
        return places
    only = row.states[0] if len(row.states) == 1 else ""
    places = [_place(place, row, only, centres) for place in row.places]
    if not all(place.state for place in places):
        places += [LabPlace(name=labels[key], state=key) for key in row.states]
    return places


def _place(place: RowPlace, row: LabRow, state: str, centres: Centres) -> LabPlace:
    """Return a place with its coordinates: those of the file, else its middle in the portal's own list."""
    centre = centres.of(key=place.key, name=place.name, states=row.states)
    key = place.key or (centre.key if centre else "")
    made = LabPlace(
        name=place.name, key=key, state=state or (key[:2] if key[:2] in row.states else "")
    )
    made.latitude, made.longitude = place.latitude, place.longitude
    if made.latitude is None and centre is not None:
        made.latitude, made.longitude = centre.latitude, centre.longitude
    return made


def sentence(done: Import) -> str:
    """Say in one line what happened."""
    if done.problems:
        return _("Nichts importiert: {number} Fehler.").format(number=len(done.problems))
    return _("Neue Labore: {new}. Schon da waren {known}; sie bleiben, wie sie sind.").format(
        new=len(done.new), known=len(done.known)
    )
