"""App configuration of what every other app builds on."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BaseConfig(AppConfig):
    """Users, images, documents and the parts that all pages share."""

    name = "portal.base"
    label = "base"
    verbose_name = _("Grundlage")
