"""The home page, plain pages, and the settings of a site."""

from home.models.pages import HomePage, StandardPage
from home.models.settings import Menus, Operator

__all__ = ["HomePage", "Menus", "Operator", "StandardPage"]
