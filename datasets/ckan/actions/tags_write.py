"""Writing keywords and vocabularies: for sysadmins."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from datasets.ckan.actions.tags import find_tag, find_vocabulary, vocabulary_dict
from datasets.ckan.checks import Checked, tag_fault
from datasets.ckan.dicts import Dict, tag_dict
from datasets.ckan.errors import ActionError, invalid
from datasets.ckan.params import anything, required, text
from datasets.ckan.registry import Access, Call, write_action
from datasets.models import Dataset, Tag, Vocabulary
from datasets.services.audit import audit_record
from datasets.services.datasets import changed

_NAME_LENGTHS = (2, 100)


@write_action(text("name"), anything("tags", "list of {name}"), access=Access.SYSADMIN)
def vocabulary_create(call: Call) -> Dict:
    """Make a closed list of keywords."""
    return _save(call, Vocabulary(), call.data)


@write_action(required("id"), text("name"), anything("tags"))
def vocabulary_update(call: Call) -> Dict:
    """Rename a closed list, or replace its keywords."""
    vocabulary = find_vocabulary(call["id"])
    call.caller.require(Access.SYSADMIN, writes=True)
    return _save(call, vocabulary, call.data)


def _save(call: Call, vocabulary: Vocabulary, data: Dict) -> Dict:
    if "tags" in data and data["tags"] is None:
        raise ActionError(400, "Integrity Error", {"message": "tags must be a list"})
    checked = Checked(data)
    if vocabulary._state.adding and data.get("id"):
        checked.fault("id", "The input field id was not expected.")
    name = checked.text("name", longest=_NAME_LENGTHS[1])
    if not name and not vocabulary.name:
        checked.fault("name", "Missing value")
    if name and len(name) < _NAME_LENGTHS[0]:
        checked.fault("name", "Name is too short")
    rows = Vocabulary.objects.filter(name=name).exclude(pk=vocabulary.pk)
    if name and rows.exists():
        checked.fault("name", "That vocabulary name is already in use.")
    items = checked.items("tags")
    names = [str(item.get("name") or "").strip() for item in items or []]
    for word in names:
        if fault := tag_fault(word):
            checked.fault("tags", fault)
    checked.done()
    with transaction.atomic():
        vocabulary.name = name or vocabulary.name
        vocabulary.save()
        if items is not None:
            _set_tags(vocabulary, names)
        _record(call, "vocabulary_save", vocabulary.pk)
    return vocabulary_dict(vocabulary)


def _set_tags(vocabulary: Vocabulary, names: list[str]) -> None:
    known = {tag.name: tag for tag in vocabulary.tags.all()}
    for name, tag in known.items():
        if name not in names:
            _forget(tag)
    for name in dict.fromkeys(names):
        if name not in known:
            Tag.objects.create(name=name, vocabulary=vocabulary)


def _forget(tag: Tag) -> None:
    """Delete a keyword and tell its datasets."""
    datasets = list(Dataset.objects.filter(tags=tag.pk))
    tag.delete()
    for dataset in datasets:
        changed(dataset)


def _record(call: Call, verb: str, pk: str) -> None:
    audit_record(actor=call.caller.user, verb=verb, object_type="vocabulary", object_id=pk)


@write_action(required("id"))
def vocabulary_delete(call: Call) -> None:
    """Delete a closed list that has no keywords any more."""
    vocabulary = find_vocabulary(call["id"])
    call.caller.require(Access.SYSADMIN, writes=True)
    if vocabulary.tags.exists():
        raise invalid({"message": "Vocabulary is not empty"})
    with transaction.atomic():
        _record(call, "vocabulary_delete", vocabulary.pk)
        vocabulary.delete()


@write_action(required("name"), required("vocabulary_id"), access=Access.SYSADMIN)
def tag_create(call: Call) -> Dict:
    """Add a keyword to a closed list."""
    faults: dict[str, Any] = {}
    if call.data.get("id"):
        faults["id"] = ["The input field id was not expected."]
    key = call["vocabulary_id"]
    vocabulary = Vocabulary.objects.filter(Q(pk=key) | Q(name=key)).first()
    name = call["name"].strip()
    if fault := tag_fault(name):
        faults["name"] = [fault]
    if vocabulary is None:
        raise invalid({**faults, "vocabulary_id": ["Tag vocabulary was not found."]})
    if vocabulary.tags.filter(name=name).exists():
        faults["vocabulary_id"] = [f"Tag {name} already belongs to vocabulary {vocabulary.pk}"]
    if faults:
        raise invalid(faults)
    return tag_dict(Tag.objects.create(name=name, vocabulary=vocabulary))


@write_action(required("id"), text("vocabulary_id"))
def tag_delete(call: Call) -> None:
    """Delete a keyword."""
    tag = find_tag(call["id"], call["vocabulary_id"])
    call.caller.require(Access.SYSADMIN, writes=True)
    with transaction.atomic():
        _forget(tag)
