"""Frictionless's own report for a table, with the engine's choice readable afterwards; no Django.

What judges tables is loaded when it is first asked for: web workers only tell findings.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from datasets.validation.engine import EngineChoice, last_choice

if TYPE_CHECKING:
    from datasets.validation.contract import reference, validate

__all__ = ["EngineChoice", "last_choice", "reference", "validate"]


def __getattr__(name: str) -> Any:
    if name in {"reference", "validate"}:
        return getattr(import_module("datasets.validation.contract"), name)
    raise AttributeError(name)
