from django.contrib.staticfiles import finders
from django.test import RequestFactory

from portal.base.context import portal, stylesheets
from portal.base.navigation import Entry, Navigation, navigation_for, register_navigation


def test_layers_come_first_and_every_sheet_exists():
    sheets = stylesheets()
    assert sheets[:3] == ("css/tokens.css", "css/base.css", "css/layout.css")
    assert all(finders.find(sheet) for sheet in sheets)


def test_the_entry_above_the_shown_page_is_current(monkeypatch):
    entries = (Entry("Start", "/"), Entry("Labore", "/labore/"), Entry("Daten", "/dataset/"))
    monkeypatch.setattr("portal.base.navigation._registry.source", None)
    request = RequestFactory().get("/labore/kehl/")
    assert navigation_for(request) == Navigation()
    register_navigation(lambda _request: Navigation(main=entries))
    assert [entry.current for entry in navigation_for(request).main] == [False, True, False]
    assert portal(request)["site_navigation"].main[1].current
