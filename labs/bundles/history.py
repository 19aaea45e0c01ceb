"""What happened to a bundle: who made, approved, planned, took back or published it, and when."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from labs.bundles.models import Bundle
from portal.base.history import register_deed

SHOWN = 100
# What is kept with an entry fills the sentence.
DEEDS = {
    "make": (_("Paket angelegt"), _("Angelegt")),
    "add": (_("Teil ins Paket genommen"), _("Aufgenommen: {part}")),
    "take": (_("Teil aus dem Paket genommen"), _("Herausgenommen: {part}")),
    "time": (_("Zeitpunkt des Pakets gesetzt"), _("Zeitpunkt: {time}")),
    "approve": (_("Teil eines Pakets freigegeben"), _("Freigegeben: {part}")),
    "wait": (_("Paket wartet auf Freigabe"), _("Wartet auf die Freigabe von anderen")),
    "plan": (_("Paket eingeplant"), _("Eingeplant für {time}")),
    "reopen": (_("Paket aus dem Plan genommen"), _("Wieder in Arbeit genommen")),
    "changed": (_("Paket nach der Freigabe geändert"), _("Aus dem Plan genommen. {reason}")),
    "publish": (_("Paket veröffentlicht"), _("Veröffentlicht, alle Teile zusammen")),
    "fail": (_("Paket nicht veröffentlicht"), _("Nicht veröffentlicht. {reason}")),
    "show": (_("Vorschau-Link gemacht"), _("Vorschau-Link gemacht für {email}")),
    "hide": (_("Vorschau-Link gesperrt"), _("Vorschau-Link gesperrt für {email}")),
    "delete": (_("Paket gelöscht"), _("Gelöscht; die Teile bleiben, wie sie sind")),
}


def note(bundle: Bundle, deed: str, user: Any = None, **data: str) -> None:
    """Keep a deed; without a person it is that of who is logged in, or the portal's own."""
    log(instance=bundle, action=f"labs.bundle.{deed}", user=user, data=data)


def history_of(bundle: Bundle) -> list[ModelLogEntry]:
    """Return the newest entries."""
    rows = ModelLogEntry.objects.for_instance(bundle).select_related("user")
    return list(rows.order_by("-timestamp", "-pk")[:SHOWN])


def register(actions: Any) -> None:
    """Name the deeds; receiver of Wagtail's hook."""
    for deed, (label, sentence) in DEEDS.items():
        register_deed(actions, f"labs.bundle.{deed}", label, _words(sentence))


def _words(sentence: Any) -> Any:
    """Return what writes the entry of a deed."""
    empty = {"part": "–", "time": "–", "reason": "", "email": "–"}

    def entry(data: dict[str, Any]) -> str:
        return str(sentence).format(**{**empty, **data})

    return entry
