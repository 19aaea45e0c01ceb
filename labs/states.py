"""Germany's sixteen states; stored under their official two-digit keys."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """A state by its key in the official list of municipalities."""

    SH = "01", _("Schleswig-Holstein")
    HH = "02", _("Hamburg")
    NI = "03", _("Niedersachsen")
    HB = "04", _("Bremen")
    NW = "05", _("Nordrhein-Westfalen")
    HE = "06", _("Hessen")
    RP = "07", _("Rheinland-Pfalz")
    BW = "08", _("Baden-Württemberg")
    BY = "09", _("Bayern")
    SL = "10", _("Saarland")
    BE = "11", _("Berlin")
    BB = "12", _("Brandenburg")
    MV = "13", _("Mecklenburg-Vorpommern")
    SN = "14", _("Sachsen")
    ST = "15", _("Sachsen-Anhalt")
    TH = "16", _("Thüringen")
