"""Addresses of the data module: pages and downloads as CKAN lays them out, and its API."""

from django.urls import include, path

from datasets.views.bodies import (
    organization_detail,
    organization_list,
    theme_detail,
    theme_list,
)
from datasets.views.downloads import download
from datasets.views.exports import data_package, table_export, table_schema
from datasets.views.pages import dataset_detail, dataset_list, resource_detail

urlpatterns = [
    path("", include("datasets.ckan.urls")),
    path("organization/", organization_list, name="organization_list"),
    path("organization/<str:name>", organization_detail, name="organization_detail"),
    path("group/", theme_list, name="theme_list"),
    path("group/<str:name>", theme_detail, name="theme_detail"),
    path("dataset/", dataset_list, name="dataset_list"),
    path("dataset", dataset_list),
    path("dataset/<str:name>.zip", data_package, name="data_package"),
    path("dataset/<str:name>", dataset_detail, name="dataset_detail"),
    path("dataset/<str:name>/resource/<str:resource_id>", resource_detail, name="resource_detail"),
    path(
        "dataset/<str:name>/resource/<str:resource_id>/tabelle.schema.json",
        table_schema,
        name="table_schema",
    ),
    path(
        "dataset/<str:name>/resource/<str:resource_id>/tabelle.<str:form>",
        table_export,
        name="table_export",
    ),
    path(
        "dataset/<str:dataset_id>/resource/<str:resource_id>/download",
        download,
        name="resource_download",
    ),
    path("dataset/<str:dataset_id>/resource/<str:resource_id>/download/<str:file_name>", download),
]
