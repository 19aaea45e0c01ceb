"""What every portal starts with: home page, lists, legal pages, menus."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext_noop as _
from wagtail.models import Locale, Page, Site, Workflow

from home.loader.files import read
from home.loader.pages import add, child, fill
from home.loader.streams import block, page_id, stream
from home.models import HomePage, Menus, StandardPage
from labs.models import (
    ActorIndexPage,
    EventIndexPage,
    GlossaryPage,
    GuideIndexPage,
    LabIndexPage,
    MethodIndexPage,
    NewsIndexPage,
    PracticeIndexPage,
    ProposalIndexPage,
    StoryIndexPage,
    TopicIndexPage,
)
from labs.services import lab_teams_complete, shared_collection
from labs.services.roles import roles_create
from portal.base.pages import HOME_DEPTH
from portal.base.variants import variant_create

# The names that Wagtail gives on its own, and ours.
GROUPS = {"Editors": "Redaktion", "Moderators": "Chefredaktion"}
WORKFLOWS = {"Moderators approval": "Freigabe durch die Chefredaktion"}
INDEXES: tuple[tuple[type[Page], str, str, str], ...] = (
    (LabIndexPage, "labore", "Labore", _("Wo Kommunen und Zivilgesellschaft Neues ausprobieren.")),
    (StoryIndexPage, "geschichten", "Geschichten", _("Was die Labore getan und gelernt haben.")),
    (GuideIndexPage, "leitfaeden", "Leitfäden", _("Erprobte Wege, Schritt für Schritt erklärt.")),
    (
        MethodIndexPage,
        "methoden",
        "Methoden",
        _("Rezepte zum Nachkochen: Zutaten, Schritte, Fehler."),
    ),
    (
        PracticeIndexPage,
        "praxisbeispiele",
        "Praxisbeispiele",
        _("Was andere getan haben, mit guten und mit schlechten Erfahrungen."),
    ),
    (TopicIndexPage, "themen", "Themen", _("Alles zu einem Thema, aus allen Laboren.")),
    (EventIndexPage, "veranstaltungen", "Veranstaltungen", _("Termine, Programme, Protokolle.")),
    (NewsIndexPage, "meldungen", "Meldungen", _("Was es Neues gibt.")),
    (ActorIndexPage, "akteure", "Akteure", _("Wer in den Laboren zusammenarbeitet.")),
    (
        ProposalIndexPage,
        "vorschlaege",
        "Vorschläge der Labore",
        _("An wen, und was daraus wurde."),
    ),
    (GlossaryPage, "glossar", "Glossar", _("Schwierige Wörter, kurz erklärt.")),
)
# What menus call the pages that every portal begins with; English menus know these words.
MENU_WORDS = (
    _("Daten"),
    _("Hilfe"),
    _("Über das Portal"),
    _("Erklärung zur Barrierefreiheit"),
    _("Datenschutz"),
    _("Impressum"),
    _("Nutzungsbedingungen und API, kurz erklärt"),
)
DATA_LINK = ("Daten", "/dataset/")
DATA_PLACE = 3


@transaction.atomic
def make_first_pages() -> int:
    """Make what is missing and return the number of new pages."""
    Locale.objects.get_or_create(language_code="de")
    before = Page.objects.count()
    is_new = not HomePage.objects.exists()
    home = _home()
    site = _site(home)
    for model, slug, title, summary in INDEXES:
        if child(home, slug) is None:
            add(home, model(title=title, slug=slug, summary=summary))
    _text_pages(home)
    _menus(site)
    shared_collection()
    _german_names()
    if is_new:
        _easy_home(home)
    roles_create(home=home)
    lab_teams_complete()
    return max(Page.objects.count() - before, 0)


def _home() -> HomePage:
    """Return the home page; the welcome page that Wagtail brings along makes room for it."""
    known: HomePage | None = HomePage.objects.filter(depth=HOME_DEPTH).first()
    if known is not None:
        return known
    texts = read("pages.json")["home"]
    page = HomePage(
        title=settings.PORTAL_NAME,
        slug="startseite",
        headline=texts["headline"],
        summary=texts["intro"],
    )
    root = Page.get_first_root_node()
    add(root, page)
    Site.objects.filter(is_default_site=True).update(root_page=page)
    for welcome in root.get_children().exclude(pk=page.pk):
        if welcome.specific_class is Page and not welcome.get_children().exists():
            welcome.delete()
    return page


def _easy_home(home: HomePage) -> None:
    """Write the home page in Leichte Sprache too; without it the home page is not published again."""
    texts = read("pages.json")["easy"]
    page: Any = variant_create(source=home, code="de-simple")
    page.title, page.headline, page.summary = texts["title"], texts["headline"], texts["summary"]
    fill(page, stream(texts["blocks"]))


def _site(home: HomePage) -> Site:
    """Return the default site, at the portal's address."""
    address = urlsplit(settings.PORTAL_BASE_URL)
    host = address.hostname or "localhost"
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site(is_default_site=True, root_page=home)
    wanted = {"hostname": host, "port": port, "site_name": settings.PORTAL_NAME}
    if site.pk is None or any(getattr(site, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(site, name, value)
        site.save()
    return site


def _text_pages(home: HomePage) -> None:
    """Add the missing pages of text, then their bodies, which link to each other."""
    entries = read("pages.json")["pages"]
    new = []
    for entry in entries:
        if child(home, entry["slug"]) is None:
            page = StandardPage(title=entry["title"], slug=entry["slug"], summary=entry["summary"])
            home.refresh_from_db()
            home.add_child(instance=page)
            new.append((page, entry))
    for page, entry in new:
        fill(page, stream(entry["blocks"]))


def _menus(site: Site) -> None:
    """Fill the menus of a new site."""
    menus, new = Menus.objects.get_or_create(site=site)
    if not new:
        return
    texts = read("pages.json")["home"]
    main = [_page_link(slug) for slug in texts["menu"]]
    main.insert(DATA_PLACE, _link(*DATA_LINK))
    menus.main = [block("link", link) for link in main]
    menus.footer = [block("link", _page_link(slug)) for slug in texts["footer"]]
    menus.save()


def _page_link(slug: str) -> dict[str, object]:
    """Return a link to a page below the home page, with the first words of its title."""
    number = page_id(slug)
    title = Page.objects.values_list("title", flat=True).get(pk=number)
    return {"label": title.partition(":")[0], "page": number, "url": ""}


def _link(label: str, url: str) -> dict[str, object]:
    """Return a link to an address."""
    return {"label": label, "page": None, "url": url}


def _german_names() -> None:
    """Give the groups and the workflow that Wagtail brings along German names."""
    for english, german in GROUPS.items():
        if not Group.objects.filter(name=german).exists():
            Group.objects.filter(name=english).update(name=german)
    for english, german in WORKFLOWS.items():
        Workflow.objects.filter(name=english).update(name=german)
