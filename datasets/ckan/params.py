"""Parameters of actions: how they are read from texts, numbers and JSON, with CKAN's messages."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasets.ckan.errors import ActionError, invalid, missing

_TRUE = frozenset({"true", "yes", "on", "y", "t", "1"})
_FALSE = frozenset({"false", "no", "off", "n", "f", "0"})
_LARGEST = 2**63 - 1
NO_INTEGER = "Invalid integer"


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter: name, function that reads it, default, what it is for."""

    name: str
    read: Callable[[str, Any], Any]
    default: Any = None
    required: bool = False
    text: str = ""

    @property
    def kind(self) -> str:
        """Return the name of the kind of value, for help texts and descriptions."""
        return self.read.__name__.removeprefix("read_")

    def help(self) -> str:
        """Return the lines of the help text."""
        optional = "" if self.required else f" (optional, default: {self.default!r})"
        text = self.text or self.name.replace("_", " ")
        return f":param {self.name}: {text}{optional}\n:type {self.name}: {self.kind}"


def read_params(params: Sequence[Param], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return every declared parameter's value. Raises a validation error that names all faults."""
    values: dict[str, Any] = {}
    faults: dict[str, Any] = {}
    for param in params:
        sent = data.get(param.name)
        if sent is None or (sent == "" and param.required):
            if param.required:
                faults[param.name] = ["Missing value"]
            values[param.name] = param.default
            continue
        try:
            values[param.name] = param.read(param.name, sent)
        except ActionError as error:
            faults |= error.fields
    if faults:
        raise invalid(faults)
    return values


def read_text(name: str, value: Any) -> str:
    """Read a text; numbers are taken as such, lists and objects are not."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return str(value)
    raise invalid({name: ["Must be a string"]})


def read_bool(name: str, value: Any) -> bool:
    """Read true/false, yes/no, on/off, 1/0 in any case."""
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower() if isinstance(value, str | int) else ""
    if text in _TRUE:
        return True
    if text in _FALSE or value == "":
        return False
    raise invalid({"message": "Parameter is not an bool"})


def read_integer(name: str, value: Any) -> int:
    """Read a whole number."""
    number = whole(value)
    if number is None:
        raise invalid({name: [NO_INTEGER]})
    return number


def read_natural(name: str, value: Any) -> int:
    """Read a whole number, 0 or more."""
    number = read_integer(name, value)
    if number < 0:
        raise invalid({name: ["Must be a natural number"]})
    return number


def read_natural_strict(name: str, value: Any) -> int:
    """Read a whole number, 0 or more, with the two messages of CKAN's search actions."""
    number = whole(value)
    if number is None:
        raise invalid({name: [NO_INTEGER, "Please enter an integer value"]})
    if number < 0:
        raise invalid({name: ["Must be a natural number"]})
    return number


def whole(value: Any) -> int | None:
    """Return the whole number that a value is or spells, None if it is none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    if isinstance(value, str):
        text = value.strip()
        digits = text[1:] if text[:1] in ("-", "+") else text
        if not (digits.isascii() and digits.isdecimal()) or len(digits) > 19:
            return None
        value = int(text)
    return value if -_LARGEST <= value <= _LARGEST else None


def read_list(name: str, value: Any) -> list[Any]:
    """Read a list; a single value is a list of one."""
    if isinstance(value, list):
        return value
    if isinstance(value, tuple | set):
        return list(value)
    return [value]


def read_names(name: str, value: Any) -> list[str]:
    """Read a list of texts, sent as list, as JSON list, or separated by commas."""
    if isinstance(value, str):
        parsed = as_json(value) if value.lstrip().startswith("[") else value.split(",")
        value = parsed if isinstance(parsed, list) else [value]
    if not isinstance(value, list) or not all(isinstance(v, str | int) for v in value):
        raise invalid({name: ["Not a list"]})
    return [str(v).strip() for v in value if str(v).strip()]


def read_json_list(name: str, value: Any) -> list[str]:
    """Read a list of texts that may be sent as JSON text or as a single plain value."""
    if isinstance(value, str):
        if not value.lstrip().startswith("["):
            return [value] if value else []
        parsed = as_json(value)
        if not isinstance(parsed, list):
            raise invalid({name: ["Could not parse as valid JSON", "Not a list"]})
        value = parsed
    if not isinstance(value, list) or not all(isinstance(v, str | int) for v in value):
        raise invalid({name: ["Not a list"]})
    return [str(v) for v in value]


def read_object(name: str, value: Any) -> dict[str, Any]:
    """Read an object, also as JSON text."""
    if isinstance(value, str):
        value = as_json(value)
    if not isinstance(value, dict):
        raise invalid({name: ["Must be an object"]})
    return value


def read_any(_name: str, value: Any) -> Any:
    """Take a value as it is."""
    return value


def as_json(text: str) -> Any:
    """Return what JSON text says, None if it is not JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def text(name: str, default: str | None = None, about: str = "") -> Param:
    """Declare a text."""
    return Param(name, read_text, default, text=about)


def required(name: str, about: str = "") -> Param:
    """Declare a text that must be sent."""
    return Param(name, read_text, required=True, text=about)


def flag(name: str, default: bool = False, about: str = "") -> Param:
    """Declare a yes or no."""
    return Param(name, read_bool, default, text=about)


def natural(name: str, default: int | None = None, about: str = "") -> Param:
    """Declare a number of things."""
    return Param(name, read_natural, default, text=about)


def names(name: str, about: str = "") -> Param:
    """Declare a list of texts."""
    return Param(name, read_names, None, text=about)


def anything(name: str, about: str = "", *, required: bool = False) -> Param:
    """Declare a value that the action itself reads."""
    return Param(name, read_any, None, required=required, text=about)


def need(value: Any, name: str) -> Any:
    """Return the value. Raises the error of a missing one."""
    if value in (None, ""):
        raise missing(name)
    return value
