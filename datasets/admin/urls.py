"""Addresses of the catalogue's own pages inside the admin."""

from django.urls import path

from datasets.admin import views

urlpatterns = [
    path("daten/<str:dataset_id>/datei/", views.upload_new, name="datasets_upload"),
    path("daten/ressource/<str:resource_id>/datei/", views.upload_again, name="datasets_replace"),
    path("daten/ressource/<str:resource_id>/entfernen/", views.remove, name="datasets_remove"),
    path("daten/version/<str:version_id>/", views.report, name="datasets_report"),
    path("daten/version/<str:version_id>/tun/", views.act, name="datasets_act"),
    path(
        "daten/version/<str:version_id>/befunde.csv",
        views.findings_file,
        name="datasets_findings",
    ),
]
