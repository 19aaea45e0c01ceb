"""Topics, actors and words of the glossary as search documents: they stand on a page of the portal each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from wagtail.models import Page

from datasets.permissions import PUBLIC_LABEL
from labs.listing import visible
from labs.models import (
    Actor,
    ActorIndexPage,
    GlossaryPage,
    GlossaryTerm,
    Topic,
    TopicIndexPage,
)
from search.documents import SearchDocument

CHUNK = 500


@dataclass(slots=True)
class RecordProvider:
    """All records of one model; they are found as long as everybody may see the page that shows them."""

    prefix: str
    model: type[Model]
    page: type[Page]
    address: str
    """Behind the address of the page, with the slug of the record."""
    extend: Callable[[Any], dict[str, Any]]

    def keys(self) -> list[str]:
        """Return the keys of all records."""
        ids = self.model._default_manager.order_by("pk").values_list("pk", flat=True)
        return [f"{self.prefix}:{pk}" for pk in ids]

    def iter_documents(self) -> Iterator[SearchDocument]:
        """Yield the documents of all records."""
        yield from self._of(self.model._default_manager.order_by("pk"))

    def get_documents(self, keys: Sequence[str]) -> Iterable[SearchDocument]:
        """Return the documents of these keys."""
        ids = [int(pk) for _, _, pk in (key.partition(":") for key in keys) if pk.isdecimal()]
        return self._of(self.model._default_manager.filter(pk__in=ids))

    def _of(self, records: Any) -> Iterator[SearchDocument]:
        page = visible(self.page._default_manager.all()).order_by("path").first()
        if page is None:
            return
        for record in records.iterator(chunk_size=CHUNK):
            yield SearchDocument(
                key=f"{self.prefix}:{record.pk}",
                kind=self.prefix,
                title=record.name,
                url=(page.url or "") + self.address.format(record.slug),
                permission_labels=(PUBLIC_LABEL,),
                **self.extend(record),
            )


def topic_document(topic: Topic) -> dict[str, Any]:
    """Return what a topic adds: its description."""
    return {"body": topic.description}


def actor_document(actor: Actor) -> dict[str, Any]:
    """Return what an actor adds: what it is and where."""
    state = (str(actor.get_state_display()),) if actor.state else ()
    return {
        "body": actor.about,
        "keywords": (str(actor.get_sector_display()), str(actor.get_kind_display())),
        "places": tuple(part for part in (actor.place, *state) if part),
        "facets": {"region": state},
    }


def term_document(term: GlossaryTerm) -> dict[str, Any]:
    """Return what a word of the glossary adds: other spellings, the explanation."""
    return {
        "body": "\n".join(part for part in (term.explanation, term.easy) if part),
        "keywords": tuple(term.spellings[1:]),
    }


TOPICS = RecordProvider("topic", Topic, TopicIndexPage, "{}/", topic_document)
ACTORS = RecordProvider("actor", Actor, ActorIndexPage, "{}/", actor_document)
TERMS = RecordProvider("term", GlossaryTerm, GlossaryPage, "#{}", term_document)
