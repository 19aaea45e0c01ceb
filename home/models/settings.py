"""Settings of a site: menus, and who answers for the portal."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from portal.base.blocks import BodyField, LinkBlock


@register_setting(icon="list-ul")
class Menus(BaseSiteSetting):
    """The menus in head and foot of every page."""

    main = BodyField([("link", LinkBlock())], verbose_name=_("Hauptmenü"), blank=True, max_num=9)
    footer = BodyField(
        [("link", LinkBlock())], verbose_name=_("Hilfe und Rechtliches"), blank=True, max_num=12
    )

    panels = [FieldPanel("main"), FieldPanel("footer")]

    class Meta:
        verbose_name = _("Menüs")


@register_setting(icon="mail")
class Operator(BaseSiteSetting):
    """Who runs the portal and how to reach them."""

    name = models.CharField(_("Betreiber"), max_length=200, blank=True)
    address = models.TextField(_("Anschrift"), blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=60, blank=True)

    panels = [FieldPanel("name"), FieldPanel("address"), FieldPanel("email"), FieldPanel("phone")]

    class Meta:
        verbose_name = _("Betreiber und Kontakt")


def entries_of(stream: Any) -> list[tuple[str, str]]:
    """Return label and address of the links that lead somewhere."""
    return [(b.value["label"], b.value.href) for b in stream if b.value.href]
