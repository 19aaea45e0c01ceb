"""`package_revise`: match a dataset, leave out, change and add at any depth, in one go."""

from typing import Any

from django.db import transaction

from datasets.ckan.actions.package_write import locked_dataset, plain_package
from datasets.ckan.dicts import Dict
from datasets.ckan.errors import invalid
from datasets.ckan.package_input import read_package
from datasets.ckan.package_save import save_changes
from datasets.ckan.params import Param, anything, as_json, read_names
from datasets.ckan.parsing import is_file
from datasets.ckan.registry import Call, write_action

# So many signs of a resource's id name it among its siblings.
SHORTEST_PREFIX = 5
DEEPEST = 10
Glob = tuple[bool, list[str]]


@write_action(
    anything("match", "keys and values that the dataset must have, `id` or `name` among them"),
    Param("filter", read_names, text="paths to leave out (`-path`) or to keep (`+path`)"),
    anything("update", "keys and values to change"),
    Param("include", read_names, text="paths that the answer is to have"),
)
def package_revise(call: Call) -> Dict:
    """Change a dataset only if it still is as expected.

    Paths are keys joined by two underscores: `update__resources__0__name`. A place in a list is a
    number, the first five or more signs of an id, or `extend`.
    """
    match = _object(call, "match")
    key = match.get("id") or match.get("name")
    if not isinstance(key, str):
        raise invalid({"match": ["At least one of id or name is required"]})
    with transaction.atomic():
        dataset = locked_dataset(call.caller, key)
        package = plain_package(dataset)
        wrong = ["__".join(p) for p, value in _flat(match) if not _equal(package, p, value)]
        wrong += [
            name[7:]
            for name, value in call.data.items()
            if name.startswith("match__") and not _equal(package, name[7:].split("__"), value)
        ]
        if wrong:
            raise invalid({"match": wrong})
        package = filtered(package, _globs("filter", call["filter"]))
        for name, value in _object(call, "update").items():
            _set(package, [name], value)
        for name, value in call.data.items():
            if name.startswith("update__"):
                _set(package, name[8:].split("__"), _parsed(value))
        sent = read_package(call.caller, {**package, "id": dataset.pk}, old=dataset)
        save_changes(call.caller, dataset, sent)
    answer = plain_package(dataset)
    return {"package": filtered(answer, _globs("include", call["include"]))}


def _object(call: Call, name: str) -> Dict:
    value = call.data.get(name)
    if value in (None, ""):
        value = {}
    value = _parsed(value)
    if not isinstance(value, dict):
        raise invalid({name: ["Must be a dictionary"]})
    if name == "match":
        flat = {k[7:]: v for k, v in call.data.items() if k in ("match__id", "match__name")}
        return {**flat, **value}
    return value


def _parsed(value: Any) -> Any:
    """Return lists and objects that came as JSON text in a form."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        parsed = as_json(value)
        return value if parsed is None else parsed
    return value


def _flat(match: Any, path: tuple[str, ...] = ()) -> list[tuple[list[str], Any]]:
    """Return the paths and values of nested objects and lists."""
    if len(path) > DEEPEST:
        raise invalid({"match": ["Too deep"]})
    items: Any = ()
    if isinstance(match, dict):
        items = match.items()
    elif isinstance(match, list):
        items = enumerate(match)
    else:
        return [(list(path), match)]
    return [found for key, value in items for found in _flat(value, (*path, str(key)))]


def _place(items: list[Any], part: str) -> int | None:
    """Return the place in a list that a number or the beginning of an id names."""
    if part.lstrip("-").isdecimal() and len(part) < SHORTEST_PREFIX:
        number = int(part)
        return number if -len(items) <= number < len(items) else None
    if len(part) < SHORTEST_PREFIX:
        return None
    found = [
        i
        for i, item in enumerate(items)
        if isinstance(item, dict) and str(item.get("id", "")).startswith(part)
    ]
    return found[0] if len(found) == 1 else None


def _equal(value: Any, path: list[str], expected: Any) -> bool:
    """Say whether there is this value at the path."""
    for part in path:
        if isinstance(value, list):
            place = _place(value, part)
            if place is None:
                return False
            value = value[place]
        elif isinstance(value, dict) and part in value:
            value = value[part]
        else:
            return False
    return bool(value == expected)


def _set(target: Any, path: list[str], value: Any) -> None:
    """Write a value at the path; objects are merged, lists are replaced or extended."""
    if len(path) > DEEPEST:
        raise invalid({"update": ["Too deep"]})
    part, rest = path[0], path[1:]
    if isinstance(target, list):
        _set_item(target, part, rest, value)
    elif not isinstance(target, dict):
        raise invalid({"update": ["Can not extend a value that is no list or dictionary"]})
    elif rest:
        if not isinstance(target.get(part), list | dict):
            target[part] = [] if rest[0] in ("extend", "0") else {}
        _set(target[part], rest, value)
    elif isinstance(target.get(part), dict) and isinstance(value, dict):
        for key, inner in value.items():
            _set(target[part], [key], inner)
    else:
        target[part] = value


def _set_item(target: list[Any], part: str, rest: list[str], value: Any) -> None:
    if part == "extend" and not rest:
        if not isinstance(value, list):
            raise invalid({"update": ["extend needs a list"]})
        target.extend(value)
        return
    place = _place(target, part)
    if place is None:
        raise invalid({"update": [f"Unable to find {part[:100]!r} in the list"]})
    if rest:
        _set(target[place], rest, value)
    elif isinstance(target[place], dict) and isinstance(value, dict) and not is_file(value):
        target[place] = {**target[place], **value}
    else:
        target[place] = value


def _globs(name: str, patterns: list[str] | None) -> list[Glob]:
    """Read `+path` and `-path`."""
    globs = []
    for pattern in patterns or ():
        if pattern[:1] not in "+-" or len(pattern) < 2:
            raise invalid({name: [f"Invalid pattern {pattern[:100]!r}: must begin with + or -"]})
        globs.append((pattern[0] == "+", pattern[1:].split("__")[: DEEPEST + 1]))
    return globs


def filtered(value: Any, globs: list[Glob]) -> Any:
    """Return a dictionary or list without what the globs leave out; the first that fits decides."""
    if not globs or not isinstance(value, dict | list):
        return value
    if isinstance(value, dict):
        pairs = ((k, _kept(v, [g for g in globs if _fits(k, g[1][0])])) for k, v in value.items())
        return {k: v for k, v in pairs if v is not ...}
    kept = (
        _kept(item, [g for g in globs if g[1][0] == "*" or _place(value, g[1][0]) == place])
        for place, item in enumerate(value)
    )
    return [item for item in kept if item is not ...]


def _fits(key: str, part: str) -> bool:
    return part in ("*", key)


def _kept(value: Any, globs: list[Glob]) -> Any:
    """Return what stays of a value, `...` for nothing."""
    if not globs:
        return value
    keep, path = globs[0]
    if len(path) == 1:
        return value if keep else ...
    inner = [(sign, rest[1:] or ["*"]) for sign, rest in globs]
    rest = filtered(value, inner)
    emptied = not rest and any(not sign and len(part) == 1 for sign, part in globs)
    return ... if emptied else rest
