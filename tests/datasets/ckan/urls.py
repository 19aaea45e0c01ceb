"""The portal's addresses with the CKAN interface in front."""

from django.urls import include, path

from portal.urls import urlpatterns as portal_urls

urlpatterns = [path("", include("datasets.ckan.urls")), *portal_urls]
