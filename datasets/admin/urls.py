"""Addresses of the catalogue's own pages inside the admin."""

from django.urls import path

from datasets.admin import report_views, schema_views, views

urlpatterns = [
    path("daten/schemas/", schema_views.library, name="schema_library"),
    path("daten/schemas/<str:schema_id>/", schema_views.edit, name="schema_edit"),
    path(
        "daten/schemas/aus-tabelle/<str:version_id>/",
        schema_views.from_version,
        name="schema_from_version",
    ),
    path("daten/meldungen/", report_views.row_reports, name="row_reports"),
    path("daten/meldungen/<int:report_id>/", report_views.answer, name="row_report_answer"),
    path("daten/version/<str:version_id>/", views.report, name="datasets_report"),
    path("daten/version/<str:version_id>/tun/", views.act, name="datasets_act"),
]
