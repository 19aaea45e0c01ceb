"""Addresses of this app."""

from django.urls import path

from search.views import as_json, feed, results, suggest

urlpatterns = [
    path("suche/", results, name="search"),
    path("suche/json", as_json, name="search_json"),
    path("suche/rss", feed, name="search_feed"),
    path("suche/vorschlaege", suggest, name="search_suggest"),
]
