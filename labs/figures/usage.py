"""On which pages a figure or chart stands."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Page, ReferenceIndex


def note_references(instance: Page, **_kwargs: Any) -> None:
    """Know at once what a published page refers to; receiver of `page_published`."""
    ReferenceIndex.create_or_update_for_object(instance)


def pages_using(model: type[Model], ids: Iterable[int]) -> dict[int, list[Page]]:
    """Return the published pages that show each of the definitions, in two queries."""
    wanted = [str(pk) for pk in ids]
    rows = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model),
        to_object_id__in=wanted,
        base_content_type=ContentType.objects.get_for_model(Page),
    ).values_list("to_object_id", "object_id")
    places: dict[int, set[int]] = defaultdict(set)
    for item, page in rows:
        places[int(item)].add(int(page))
    known = Page.objects.live().in_bulk({page for found in places.values() for page in found})
    return {
        item: sorted((known[page] for page in found if page in known), key=lambda p: p.title)
        for item, found in places.items()
    }
