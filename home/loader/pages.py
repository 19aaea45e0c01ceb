"""Adding pages so that a second run changes nothing."""

from typing import Any

from wagtail.models import Page


def child(parent: Page, slug: str) -> Any:
    """Return the page of this slug below the parent, None if there is none."""
    found = parent.get_children().filter(slug=slug).first()
    return found.specific if found is not None else None


def add(parent: Page, page: Any) -> Any:
    """Add and publish a page; the parent is read anew, its number of children changes."""
    parent.refresh_from_db()
    parent.add_child(instance=page)
    return publish(page)


def publish(page: Any) -> Any:
    """Publish the page as it is."""
    page.save_revision(clean=False).publish()
    return page


def fill(page: Any, body: list[dict[str, Any]]) -> None:
    """Give the page its body and publish it."""
    page.body = body
    publish(page)


def is_fresh(page: Page) -> bool:
    """Say whether nobody edited the page since it was made."""
    return page.revisions.count() <= 1
