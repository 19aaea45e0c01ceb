"""Addresses of this app."""

from django.urls import path

from labs.charts.views import embed, oembed, values

urlpatterns = [
    path("einbetten/diagramm/<int:pk>", embed, name="chart_embed"),
    path("einbetten/diagramm/<int:pk>.csv", values, name="chart_values"),
    path("oembed", oembed, name="oembed"),
]
