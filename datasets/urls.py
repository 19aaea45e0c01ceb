"""Addresses of the data module: pages and downloads as CKAN lays them out, and its API."""

from django.urls import include, path

from datasets.contribute.urls import plain_urls
from datasets.views.bodies import (
    organization_detail,
    organization_list,
    theme_detail,
    theme_list,
)
from datasets.views.capabilities import resource_capabilities
from datasets.views.downloads import download
from datasets.views.exports import chart_file, data_package, table_export, table_schema
from datasets.views.library import schema_detail, schema_json, schema_list
from datasets.views.pages import dataset_detail, dataset_list, resource_detail
from datasets.views.row_reports import row_report
from datasets.views.subscriptions import news_ask, news_confirm, news_end
from datasets.views.versions import (
    file_version,
    version_diff,
    version_feed,
    version_findings,
    version_list,
)

urlpatterns = [
    path("", include("datasets.ckan.urls")),
    *plain_urls(),
    path("organization/", organization_list, name="organization_list"),
    path("organization/<str:name>", organization_detail, name="organization_detail"),
    path("group/", theme_list, name="theme_list"),
    path("group/<str:name>", theme_detail, name="theme_detail"),
    path("dataset/", dataset_list, name="dataset_list"),
    path("dataset", dataset_list),
    path("dataset/<str:name>/nachrichten", news_ask, name="news_ask"),
    path("nachrichten/bestellen/<str:token>", news_confirm, name="news_confirm"),
    path("nachrichten/abbestellen/<str:token>", news_end, name="news_end"),
    path("dataset/<str:name>.zip", data_package, name="data_package"),
    path("dataset/<str:name>.atom", version_feed, name="version_feed"),
    path("dateien/version/<str:version_id>/befunde.csv", version_findings, name="version_findings"),
    path("dateien/vergleich/<str:old_id>/<str:new_id>/", version_diff, name="version_diff"),
    path(
        "dateien/vergleich/<str:old_id>/<str:new_id>/aenderungen.<str:form>",
        version_diff,
        name="version_diff_as",
    ),
    path("schemas/", schema_list, name="schema_list"),
    path("schemas/<str:name>/", schema_detail, name="schema_latest"),
    path("schemas/<str:name>/<str:label>.json", schema_json, name="schema_json"),
    path("schemas/<str:name>/<str:label>/", schema_detail, name="schema_version"),
    path(
        "dateien/<str:resource_id>/faehigkeiten.json",
        resource_capabilities,
        name="resource_capabilities",
    ),
    path("dateien/<str:resource_id>/zeile/<int:row>/melden", row_report, name="row_report"),
    path("dateien/<str:resource_id>/versionen.json", version_list, name="version_list"),
    path("dateien/<str:resource_id>/<str:label>", file_version, name="file_version"),
    path("dataset/<str:name>", dataset_detail, name="dataset_detail"),
    path("dataset/<str:name>/resource/<str:resource_id>", resource_detail, name="resource_detail"),
    path(
        "dataset/<str:name>/resource/<str:resource_id>/diagramm.svg",
        chart_file,
        name="table_chart",
    ),
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
