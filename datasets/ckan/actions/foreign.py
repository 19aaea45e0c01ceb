"""Small things that foreign programs keep in a portal: states of their tasks, translations."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from datasets.ckan.checks import Checked
from datasets.ckan.dicts import Dict
from datasets.ckan.errors import invalid, not_found
from datasets.ckan.params import anything, need, read_list, read_text, required, text
from datasets.ckan.registry import Access, Call, read_action, write_action
from datasets.ckan.times import iso, parse_moment
from datasets.models import TaskStatus, TermTranslation

_TASK_KEYS = {"entity_id": 100, "entity_type": 100, "task_type": 200, "key": 200}
_TRANSLATION = ("term", "term_translation", "lang_code")
_MOST = 10_000


def task_dict(task: TaskStatus) -> Dict:
    """Return the state of a task."""
    return {
        "id": task.pk,
        "entity_id": task.entity_id,
        "entity_type": task.entity_type,
        "task_type": task.task_type,
        "key": task.key,
        "value": task.value,
        "state": task.state,
        "error": task.error,
        "last_updated": iso(task.last_updated),
    }


@read_action(text("id"), text("entity_id"), text("task_type"), text("key"))
def task_status_show(call: Call) -> Dict:
    """Return the state of a foreign program's task: by `id`, or by entity, type and key."""
    rows = TaskStatus.objects.all()
    if call["id"]:
        task = rows.filter(pk=call["id"]).first()
    else:
        keys = {name: need(call[name], name) for name in ("entity_id", "task_type", "key")}
        task = rows.filter(**keys).first()
    if task is None:
        raise not_found("Task was not found")
    return task_dict(task)


_TASK = (
    text("id"),
    text("entity_id"),
    text("entity_type"),
    text("task_type"),
    text("key"),
    text("value"),
    text("state"),
    text("error"),
    text("last_updated"),
)


@write_action(*_TASK, access=Access.SYSADMIN)
def task_status_update(call: Call) -> Dict:
    """Note the state of a foreign program's task."""
    return _save_task(call.data)


def _save_task(data: Dict) -> Dict:
    checked = Checked(data)
    values = {name: checked.text(name, longest=most) for name, most in _TASK_KEYS.items()}
    for name, value in values.items():
        if not value and name not in checked.faults:
            checked.fault(name, "Missing value")
    key = checked.text("id", longest=100)
    task = TaskStatus.objects.filter(pk=key).first() if key else None
    if key and task is None:
        raise not_found("Task was not found")
    texts = {"value": checked.text("value") or "", "state": checked.text("state")}
    error = checked.text("error")
    moment = checked.text("last_updated", longest=100)
    updated = parse_moment(moment) if moment else timezone.now()
    if updated is None:
        checked.fault("last_updated", "Date format incorrect")
    checked.done()
    if task is None:
        names = ("entity_id", "task_type", "key")
        task = TaskStatus.objects.filter(**{n: values[n] for n in names}).first() or TaskStatus()
    written: Dict = {**values, **texts, "error": error, "last_updated": updated}
    for name, value in written.items():
        setattr(task, name, value)
    task.save()
    return task_dict(task)


@write_action(anything("data", "list of such states", required=True), access=Access.SYSADMIN)
def task_status_update_many(call: Call) -> Dict:
    """Note the states of several tasks, all or none."""
    with transaction.atomic():
        return {"results": [_save_task(item) for item in _dicts(call)]}


def _dicts(call: Call) -> Sequence[Dict]:
    items = call["data"]
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise invalid({"data": ["Must be a list of dictionaries"]})
    if len(items) > _MOST:
        raise invalid({"data": [f"Must be at most {_MOST} entries"]})
    return items


@write_action(required("id"), access=Access.SYSADMIN)
def task_status_delete(call: Call) -> None:
    """Forget the state of a task."""
    count, _each = TaskStatus.objects.filter(pk=call["id"]).delete()
    if not count:
        raise not_found("Task was not found")


@read_action(
    anything("terms", "words to be translated", required=True),
    anything("lang_codes", "only these languages"),
)
def term_translation_show(call: Call) -> list[Dict]:
    """Return the translations of words."""
    rows = TermTranslation.objects.filter(term__in=_texts(call, "terms"))
    if call["lang_codes"]:
        rows = rows.filter(lang_code__in=_texts(call, "lang_codes"))
    return [dict(row) for row in rows.order_by("pk").values(*_TRANSLATION)]


def _texts(call: Call, name: str) -> list[str]:
    return [read_text(name, item) for item in read_list(name, call[name])[:_MOST]]


@write_action(text("term"), text("term_translation"), text("lang_code"), access=Access.SYSADMIN)
def term_translation_update(call: Call) -> Dict:
    """Keep the translation of a word."""
    return _save_translation(call.data)


def _save_translation(data: Dict) -> Dict:
    checked = Checked(data)
    longest = {"term": 1000, "term_translation": 100_000, "lang_code": 20}
    values = {name: checked.text(name, longest=most) or "" for name, most in longest.items()}
    for name, value in values.items():
        if not value and name not in checked.faults:
            checked.fault(name, "Missing value")
    checked.done()
    row, _made = TermTranslation.objects.update_or_create(
        term=values["term"],
        lang_code=values["lang_code"],
        defaults={"term_translation": values["term_translation"]},
    )
    return {
        "term": row.term,
        "term_translation": row.term_translation,
        "lang_code": row.lang_code,
    }


@write_action(anything("data", "list of such translations"), access=Access.SYSADMIN)
def term_translation_update_many(call: Call) -> Dict:
    """Keep the translations of several words, all or none."""
    if not call["data"]:
        raise invalid(
            {"error": "term_translation_update_many needs to have a list of dicts in field data"}
        )
    items = _dicts(call)
    with transaction.atomic():
        for item in items:
            _save_translation(item)
    return {"success": f"{len(items)} rows updated"}
