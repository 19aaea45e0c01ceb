"""Addresses of this app."""

from django.urls import path

from labs.approvals.public import approval
from labs.bundles.previewing import preview, preview_item
from labs.charts.views import embed, oembed, values

urlpatterns = [
    path("einbetten/diagramm/<int:pk>", embed, name="chart_embed"),
    path("einbetten/diagramm/<int:pk>.csv", values, name="chart_values"),
    path("paket/<str:token>/", preview, name="bundle_preview"),
    path("paket/<str:token>/<int:item_id>/", preview_item, name="bundle_preview_item"),
    path("freigabe/<str:token>/", approval, name="approval"),
    path("oembed", oembed, name="oembed"),
]
