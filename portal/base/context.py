"""What every template may use."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.base.navigation import navigation_for
from portal.settings.env import BASE_DIR

_CSS = BASE_DIR / "portal" / "static" / "css"


@lru_cache(maxsize=1)
def stylesheets() -> tuple[str, ...]:
    """Return the static names of all style sheets: layers in their order, then each component."""
    components = sorted((_CSS / "components").glob("*.css"))
    return (
        *(f"css/{name}.css" for name in ("tokens", "base", "layout")),
        *(f"css/components/{path.name}" for path in components),
        "css/print.css",
    )


def portal(request: HttpRequest) -> dict[str, object]:
    """Return the portal's name and address, its style sheets, and the menus when they are asked for."""
    return {
        "portal_name": settings.PORTAL_NAME,
        "portal_base_url": settings.PORTAL_BASE_URL,
        "stylesheets": stylesheets(),
        "site_navigation": SimpleLazyObject(lambda: navigation_for(request)),
    }
