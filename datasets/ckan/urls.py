"""Addresses of the CKAN interface; a language may stand before each."""

from django.urls import re_path

from datasets.ckan.dispatch import action_view, unknown_view, version_view
from datasets.ckan.dumps import dump_view
from datasets.ckan.feeds import body_feed, custom_feed, dataset_feed
from datasets.ckan.openapi import openapi
from datasets.ckan.trying import action_page, api_page
from datasets.ckan.util import autocomplete_view, i18n_view

_LANGUAGE = r"^(?:(?P<language>[a-z]{2,3}(?:_[A-Za-z]{2,8})?)/)?"

urlpatterns = [
    re_path(r"^api/openapi\.json$", openapi, name="openapi"),
    re_path(r"^api/docs/?$", api_page, name="api_page"),
    re_path(r"^api/docs/(?P<name>\w+)$", action_page, name="api_action"),
    re_path(rf"{_LANGUAGE}api/(?:3/)?action/(?P<name>[^/]+)$", action_view, name="ckan_action"),
    re_path(rf"{_LANGUAGE}api/?$", version_view),
    re_path(rf"{_LANGUAGE}api/(?P<version>[123])/?$", version_view),
    re_path(
        rf"{_LANGUAGE}api/(?:(?P<version>[12])/)?util/"
        r"(?P<kind>dataset|tag|resource/format|organization|group|user)[_/]autocomplete/?$",
        autocomplete_view,
    ),
    re_path(rf"{_LANGUAGE}api/i18n/(?P<code>[A-Za-z_-]{{2,12}})$", i18n_view),
    re_path(rf"{_LANGUAGE}datastore/dump/(?P<key>[^/]+)$", dump_view, name="datastore_dump"),
    re_path(rf"{_LANGUAGE}feeds/dataset\.atom$", dataset_feed, name="feed"),
    re_path(rf"{_LANGUAGE}feeds/custom\.atom$", custom_feed),
    re_path(
        rf"{_LANGUAGE}feeds/(?P<kind>organization|group|tag)/(?P<name>[^/]+)\.atom$", body_feed
    ),
    re_path(rf"{_LANGUAGE}api/(?!docs|openapi).*$", unknown_view),
]
