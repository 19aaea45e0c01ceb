"""Parameters that only the actions on tables have."""

from typing import Any

from datasets.ckan.errors import invalid
from datasets.ckan.params import as_json, read_names, read_text, whole

FORMATS = ("objects", "lists", "csv", "tsv")


def read_offset(name: str, value: Any) -> int:
    """Read the number of rows to leave out."""
    number = whole(value)
    if number is None or number < 0:
        raise invalid({name: [f'invalid value "{str(value)[:100]}"']})
    return number


def read_format(name: str, value: Any) -> str:
    """Read the form of the records."""
    if value not in FORMATS:
        raise invalid({name: [f"Value must be one of {list(FORMATS)}"]})
    return str(value)


def read_mapping(name: str, value: Any) -> Any:
    """Read an object or list, also as JSON text."""
    parsed = as_json(value) if isinstance(value, str) else value
    if not isinstance(parsed, dict | list):
        raise invalid({name: [f'"{str(value)[:100]}" is not valid JSON']})
    return parsed


def read_indexes(name: str, value: Any) -> list[str]:
    """Read names of columns, each by itself or in lists of several."""
    if not isinstance(value, list):
        return read_names(name, value)
    groups = [part if isinstance(part, list) else [part] for part in value]
    return [str(column) for group in groups for column in group]


def read_words(name: str, value: Any) -> Any:
    """Read words for all columns, or an object of words by column, also as JSON text."""
    if isinstance(value, str) and value.lstrip().startswith("{"):
        parsed = as_json(value)
        value = parsed if isinstance(parsed, dict) else value
    if isinstance(value, dict):
        return {str(column): read_text(name, words) for column, words in value.items()}
    return read_text(name, value)


def read_sort(name: str, value: Any) -> Any:
    """Read a text or a list of texts."""
    return (
        [read_text(name, v) for v in value] if isinstance(value, list) else read_text(name, value)
    )
