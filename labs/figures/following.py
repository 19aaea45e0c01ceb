"""Keep figures and charts in step with their tables, inside the transaction that changed the data."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.dispatch import Signal

from datasets.models import ResourceVersion
from datasets.services.tables import fed_table
from datasets.store import Table
from labs.figures.bound import Bound, BoundState
from labs.figures.computing import FigureProblem, compute, day_of, table_for
from labs.figures.models import Figure, FigureState

logger = logging.getLogger(__name__)

shown_changed = Signal()
"""What everybody sees of a figure or chart is another one now. Sent with `pk` by its model."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of definition: its model, its states, and how a state's fields are computed."""

    model: type[Bound]
    state: type[BoundState]
    owner: str
    evaluate: Callable[[Any, Table], Mapping[str, Any]]


def _figure_fields(figure: Figure, table: Table) -> Mapping[str, Any]:
    """Return what a state of a figure keeps."""
    found = compute(figure, table)
    return {"number": found.number, "text": found.text}


kinds: list[Kind] = [Kind(Figure, FigureState, "figure", _figure_fields)]


def register_kind(kind: Kind) -> None:
    """Let another kind of definition follow its tables; called in `AppConfig.ready()`."""
    if all(known.model is not kind.model for known in kinds):
        kinds.append(kind)


def kind_of(item: Bound) -> Kind:
    """Return the kind of a definition."""
    return next(kind for kind in kinds if kind.model is type(item))


def loaded(model: type[Bound]) -> QuerySet[Any]:
    """Return definitions with everything that a page or a refresh needs, in one query."""
    manager: Any = model._default_manager
    return manager.select_related("resource__dataset", "shown", "newest")


def follow(dataset_id: str, **_: Any) -> None:
    """Bring everything bound to a dataset up to date; receiver of `dataset_changed`."""
    for kind in kinds:
        bound = kind.model._default_manager.filter(resource__dataset_id=dataset_id).order_by()
        ids = list(bound.values_list("pk", flat=True))
        # Most datasets stand in no text: the wide question is asked where there is something to answer.
        if ids:
            items = loaded(kind.model).select_related("resource__current_version", "version")
            for item in items.filter(pk__in=ids):
                refresh(item)


def refresh(item: Any) -> None:
    """Compute a definition anew if its data changed; on failure what was shown stays, with a note."""
    kind = kind_of(item)
    version = bound_version(item)
    problem, newest = item.problem, item.newest
    if newest is None or problem or _changed(item, newest, version):
        try:
            table = table_for(item.resource, version if item.pinned else None)
            fields = dict(kind.evaluate(item, table))
            problem = ""
        except FigureProblem as error:
            problem = error.message
        else:
            newest = _kept(kind, item, newest, version, fields)
    if newest is not None and not newest.public and item.is_public:
        newest.public = True
        newest.save(update_fields=["public"])
    shown = newest if newest is not None and newest.public else item.shown
    changed = shown != item.shown
    item.problem, item.newest, item.shown = problem, newest, shown
    item.save(update_fields=["problem", "newest", "shown"])
    if changed:
        shown_changed.send(sender=type(item), pk=item.pk)


def bound_version(item: Any) -> ResourceVersion | None:
    """Return the version the definition looks at: its own, or the current one."""
    if item.pinned:
        return item.version
    return item.resource.current_version if item.resource else None


def _changed(item: Any, newest: BoundState, version: ResourceVersion | None) -> bool:
    """Say whether the rows may be others than those of the newest state."""
    if item.pinned:
        return False
    if version is None or newest.version_id != version.pk:
        return True
    return item.resource is not None and fed_table(item.resource).exists()


def _kept(
    kind: Kind, item: Any, newest: Any, version: ResourceVersion | None, fields: dict[str, Any]
) -> Any:
    """Return the newest state: the old one if nothing changed, else a new one."""
    same_version = newest is not None and newest.version_id == (version.pk if version else None)
    if same_version and all(getattr(newest, name) == value for name, value in fields.items()):
        return newest
    return kind.state._default_manager.create(
        **{kind.owner: item},
        version=version,
        version_label=version.label if version else "",
        version_number=version.number if version else None,
        day=day_of(version),
        **fields,
    )


def foreseen_state(item: Any, version: ResourceVersion) -> Any:
    """Return the state that a version will bring, not saved; None if it cannot be computed."""
    kind = kind_of(item)
    try:
        fields = kind.evaluate(item, table_for(None, version))
    except FigureProblem:
        return None
    state: Any = kind.state
    return state(
        version=version,
        version_label=version.label,
        version_number=version.number,
        day=day_of(version),
        **fields,
    )


def refresh_all(items: Iterable[Any]) -> None:
    """Refresh several definitions."""
    for item in items:
        refresh(item)
