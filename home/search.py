"""Plain pages as search documents."""

from typing import Any

from home.models import StandardPage
from labs.search import PageProvider, body_of


def page_document(page: StandardPage) -> dict[str, Any]:
    """Return what a plain page adds: its text."""
    return {"body": body_of(page, page.body)}


PAGES = PageProvider("page", StandardPage.objects.all, page_document)
