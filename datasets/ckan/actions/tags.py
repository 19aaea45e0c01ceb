"""Keywords and the closed lists they may come from."""

from typing import Any

from django.db.models import Q, QuerySet

from datasets.ckan.dicts import Dict, tag_dict
from datasets.ckan.envelope import RawJson, dump_list, dump_object
from datasets.ckan.errors import missing, not_found
from datasets.ckan.params import anything, flag, natural, read_list, read_text, required, text
from datasets.ckan.registry import Call, read_action
from datasets.ckan.renderings import renderings
from datasets.models import Dataset, Tag, Vocabulary
from datasets.permissions import readable_datasets

# Datasets that tag_show lists at most, as in CKAN.
MOST_DATASETS = 1000


def find_vocabulary(key: str) -> Vocabulary:
    """Return the vocabulary of an id or name. Raises a not-found error."""
    found = Vocabulary.objects.filter(Q(pk=key) | Q(name=key)).first()
    if found is None:
        raise not_found("Vocabulary not found")
    return found


def find_tag(key: str, vocabulary: str | None = None) -> Tag:
    """Return the tag of an id, or of a name (free, or in the vocabulary). Raises not-found."""
    rows = Tag.objects.all()
    if vocabulary:
        rows = rows.filter(vocabulary=find_vocabulary(vocabulary))
        found = rows.filter(Q(pk=key) | Q(name=key)).first()
    else:
        found = rows.filter(Q(pk=key) | Q(name=key, vocabulary__isnull=True)).first()
    if found is None:
        raise not_found(f'Could not find tag "{key}"')
    return found


def vocabulary_dict(vocabulary: Vocabulary) -> Dict:
    """Return a vocabulary with its tags."""
    return {
        "id": vocabulary.pk,
        "name": vocabulary.name,
        "tags": [tag_dict(tag) for tag in vocabulary.tags.all()],
    }


def _terms(call: Call) -> list[str]:
    asked = call["query"] or call["q"]
    return [read_text("query", term).strip() for term in read_list("query", asked or [])]


def _matching(call: Call) -> QuerySet[Tag]:
    """Return the tags whose names contain every term."""
    rows = Tag.objects.order_by("name")
    if call["vocabulary_id"]:
        rows = rows.filter(vocabulary=find_vocabulary(call["vocabulary_id"]))
    else:
        # Words of private datasets stay private too.
        used = Dataset.tags.through.objects.filter(
            dataset__in=Dataset.objects.public().order_by().values("pk")
        )
        rows = rows.filter(vocabulary__isnull=True, pk__in=used.values("tag_id"))
    for term in _terms(call):
        rows = rows.filter(name__icontains=term)
    return rows


_QUERY = (anything("query", "part of a tag"), anything("q"), text("vocabulary_id"))
_PAGE = (natural("limit"), natural("offset", 0))


@read_action(*_QUERY, flag("all_fields", about="dictionaries instead of names"))
def tag_list(call: Call) -> list[Any]:
    """Return the tags in use, free ones or those of a vocabulary, sorted by name."""
    return [tag_dict(tag) if call["all_fields"] else tag.name for tag in _matching(call)]


def _page(call: Call) -> list[Tag]:
    rows = _matching(call)
    start = call["offset"]
    return list(rows[start:] if call["limit"] is None else rows[start : start + call["limit"]])


@read_action(*_QUERY, *_PAGE)
def tag_search(call: Call) -> Dict:
    """Return tags whose names contain a text, with their number."""
    if not _terms(call):
        return {"count": 0, "results": []}
    return {
        "count": _matching(call).count(),
        "results": [
            {"id": tag.pk, "name": tag.name, "vocabulary_id": tag.vocabulary_id}
            for tag in _page(call)
        ],
    }


@read_action(*_QUERY, *_PAGE)
def tag_autocomplete(call: Call) -> list[str]:
    """Return names of tags that contain a text."""
    return [tag.name for tag in _page(call)] if _terms(call) else []


@read_action(
    required("id", "id or name of the tag"), text("vocabulary_id"), flag("include_datasets")
)
def tag_show(call: Call) -> RawJson:
    """Return a tag, with `include_datasets` also its datasets."""
    tag = find_tag(call["id"], call["vocabulary_id"])
    answer: Dict = dict(tag_dict(tag))
    if call["include_datasets"]:
        rows = readable_datasets(call.caller.user).filter(tags=tag.pk, live=True)
        ids = rows.order_by("-modified_at", "pk").values_list("pk", flat=True)[:MOST_DATASETS]
        answer["packages"] = dump_list(renderings(list(ids)))
    return dump_object(answer)


@read_action()
def vocabulary_list(call: Call) -> list[Dict]:
    """Return all vocabularies with their tags."""
    return [vocabulary_dict(v) for v in Vocabulary.objects.prefetch_related("tags")]


@read_action(text("id", about="id or name of the vocabulary"))
def vocabulary_show(call: Call) -> Dict:
    """Return a vocabulary with its tags."""
    if not call["id"]:
        raise missing("id")
    return vocabulary_dict(find_vocabulary(call["id"]))
