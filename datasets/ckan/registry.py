"""The actions by name: what they are called with, who may, and the function that answers."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from datasets.ckan.auth import Caller
from datasets.ckan.params import Param, read_params


class Access(StrEnum):
    """Who may call an action at all; each looks closer by itself."""

    ANYONE = "anyone"
    USER = "user"
    SYSADMIN = "sysadmin"


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the parameters as sent (`data`, files included) and, as far as declared, read."""

    action: "Action"
    caller: Caller
    data: dict[str, Any]
    values: dict[str, Any]
    path: str = ""

    def __getitem__(self, name: str) -> Any:
        """Return a declared parameter."""
        return self.values[name]


Handler = Callable[[Call], object]


@dataclass(frozen=True, slots=True)
class Action:
    """Name, whether it changes something, parameters, help text, function."""

    name: str
    handler: Handler
    writes: bool
    access: Access
    params: tuple[Param, ...]
    help: str

    @property
    def summary(self) -> str:
        """Return what the action does in one line."""
        return self.help.split("\n", 1)[0]

    def call(self, caller: Caller, data: Mapping[str, Any], path: str = "") -> object:
        """Read the parameters and answer. Raises ActionError and the portal's own errors."""
        caller.require(self.access.value, writes=self.writes)
        values = read_params(self.params, data)
        return self.handler(Call(self, caller, dict(data), values, path))


ACTIONS: dict[str, Action] = {}


def read_action(
    *params: Param, name: str = "", access: Access = Access.ANYONE
) -> Callable[[Handler], Handler]:
    """Register a function as an action that changes nothing; its docstring is the help text."""
    return _registering(name, params, access, writes=False)


def write_action(
    *params: Param, name: str = "", access: Access = Access.ANYONE
) -> Callable[[Handler], Handler]:
    """Register a function as an action that changes something."""
    return _registering(name, params, access, writes=True)


def add_action(
    name: str,
    handler: Handler,
    params: tuple[Param, ...],
    help_text: str,
    *,
    writes: bool = False,
    access: Access = Access.ANYONE,
) -> None:
    """Register an action whose function is shared with others."""
    text = "\n".join([inspect.cleandoc(help_text), "", *(p.help() for p in params)]).strip()
    ACTIONS[name] = Action(name, handler, writes, access, params, text)


def _registering(
    name: str, params: tuple[Param, ...], access: Access, *, writes: bool
) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        own = name or handler.__name__
        add_action(own, handler, params, handler.__doc__ or "", writes=writes, access=access)
        return handler

    return register
