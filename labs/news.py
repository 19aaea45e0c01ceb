"""Which pages can be found, and what has to be told when one of them changes."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from labs.figures.following import shown_changed
from labs.figures.models import Figure
from labs.figures.usage import pages_using
from labs.models import LabPage
from labs.search import PageProvider
from labs.search_records import RecordProvider
from labs.services import lab_team_create, lab_team_delete, lab_team_rename
from search.api import touch
from search.documents import register_provider

_kinds: dict[type[Page], str] = {}
_records: dict[type[Page], RecordProvider] = {}


def register_pages(model: type[Page], provider: PageProvider) -> None:
    """Make the pages of a type findable; called in `AppConfig.ready()`."""
    register_provider(provider)
    _kinds[model] = provider.prefix
    post_delete.connect(page_deleted, sender=model, dispatch_uid=f"search.{provider.prefix}")


def register_records(provider: RecordProvider) -> None:
    """Make records findable that one page shows; called in `AppConfig.ready()`."""
    register_provider(provider)
    _records[provider.page] = provider
    for signal in (post_save, post_delete):
        signal.connect(
            record_changed, sender=provider.model, dispatch_uid=f"search.{provider.prefix}"
        )
    post_delete.connect(
        shelf_deleted, sender=provider.page, dispatch_uid=f"search.{provider.prefix}"
    )


def record_changed(sender: type[Model], instance: Model, **_: Any) -> None:
    """Write a record's document anew."""
    touch(f"{p.prefix}:{instance.pk}" for p in _records.values() if p.model is sender)


def touch_tree(page: Page) -> None:
    """Note that the documents of this page and of all below it have to be written anew."""
    types = ContentType.objects.get_for_models(*_kinds, *_records)
    models = {found.pk: model for model, found in types.items()}
    below = Page.objects.filter(path__startswith=page.path, content_type__in=models)
    keys: list[str] = []
    for pk, kind in below.values_list("pk", "content_type"):
        model = models[kind]
        keys += [f"{_kinds[model]}:{pk}"] if model in _kinds else _records[model].keys()
    touch(keys)


def shelf_deleted(sender: type[Page], **_: Any) -> None:
    """Take the records out of the index whose page is gone."""
    touch(_records[sender].keys())


def page_changed(instance: Page, **_: Any) -> None:
    """Write a page's document anew; a lab's title stands in the documents of its stories too."""
    page = instance.specific
    if isinstance(page, LabPage) or type(page) in _records:
        touch_tree(page)
    elif type(page) in _kinds:
        touch([f"{_kinds[type(page)]}:{page.pk}"])


def tree_changed(instance: Page, **_: Any) -> None:
    """Write the documents of a page and those below it anew: their addresses changed."""
    touch_tree(instance)


def restriction_changed(instance: PageViewRestriction, **_: Any) -> None:
    """Write the documents below a restricted page anew: they may not be found any more, or again."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        touch_tree(page)


def page_deleted(sender: type[Page], instance: Page, **_: Any) -> None:
    """Take a page that is gone out of the index."""
    touch([f"{_kinds[sender]}:{instance.pk}"])


def figure_changed(pk: int, **_: Any) -> None:
    """Write the pages that show a figure anew: its number stands in their texts."""
    for page in pages_using(Figure, [pk]).get(pk, []):
        page_changed(page)


def lab_saved(instance: LabPage, created: bool, raw: bool = False, **_: Any) -> None:
    """Give a new lab its team."""
    if created and not raw:
        lab_team_create(lab=instance)


def lab_going(instance: LabPage, **_: Any) -> None:
    """Take away the team of a lab that is deleted."""
    lab_team_delete(lab=instance)


def lab_published(instance: Page, **_: Any) -> None:
    """Call the team as the lab is called."""
    if isinstance(instance, LabPage):
        lab_team_rename(lab=instance)


def connect() -> None:
    """Listen to what happens to pages; called in `AppConfig.ready()`."""
    for signal in (page_published, page_unpublished):
        signal.connect(page_changed, dispatch_uid="labs.search")
    for signal in (page_slug_changed, post_page_move):
        signal.connect(tree_changed, dispatch_uid="labs.search")
    for signal in (post_save, post_delete):
        signal.connect(restriction_changed, sender=PageViewRestriction, dispatch_uid="labs.search")
    shown_changed.connect(figure_changed, sender=Figure, dispatch_uid="labs.search")
    post_save.connect(lab_saved, sender=LabPage, dispatch_uid="labs.teams")
    pre_delete.connect(lab_going, sender=LabPage, dispatch_uid="labs.teams")
    page_published.connect(lab_published, dispatch_uid="labs.teams")
