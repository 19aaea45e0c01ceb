"""Addresses of this app."""

from django.urls import path

from labs.approvals.public import approval
from labs.bundles.previewing import preview, preview_item
from labs.charts.views import embed, oembed, values
from labs.teams.public import invitation
from labs.views import cards, feeds, files, guests

urlpatterns = [
    path("einbetten/diagramm/<int:pk>", embed, name="chart_embed"),
    path("einbetten/diagramm/<int:pk>.csv", values, name="chart_values"),
    path("paket/<str:token>/", preview, name="bundle_preview"),
    path("paket/<str:token>/<int:item_id>/", preview_item, name="bundle_preview_item"),
    path("freigabe/<str:token>/", approval, name="approval"),
    path("einladung/<str:token>/", invitation, name="invitation"),
    path("oembed", oembed, name="oembed"),
    path("kalender/veranstaltungen.ics", files.events_ical, name="events_ical"),
    path("kalender/<int:pk>.ics", files.event_ical, name="event_ical"),
    path("anmeldung/<int:pk>/", guests.event_register, name="event_register"),
    path("anmeldung/abmelden/<str:secret>/", guests.event_cancel, name="event_cancel"),
    path("vorschaubild/<int:pk>.png", cards.page_card, name="page_card"),
    path("feed/<str:kind>.rss", feeds.PagesRss(), name="feed_rss"),
    path("feed/<str:kind>.atom", feeds.PagesAtom(), name="feed_atom"),
    path("vorschlaege.csv", files.proposals_csv, name="proposals_csv"),
]
