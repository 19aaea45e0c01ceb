"""What keeps a part of a bundle from being published; said so that somebody can mend it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError
from wagtail.fields import StreamField
from wagtail.models import Page, WorkflowState

from datasets.models import Dataset, ResourceVersion, VersionState
from labs.bundles.approving import waits_for_second
from labs.bundles.models import BundleItem

SOUND = {VersionState.VALID, VersionState.NO_TABLE}


def problems_of(item: BundleItem) -> list[str]:
    """Return the reasons, none if the part could be published."""
    if item.page is not None:
        return _page_problems(item.page.specific)
    if item.dataset is not None:
        return _dataset_problems(item.dataset)
    if item.version is not None:
        return _version_problems(item.version)
    return [_("Dieser Teil ist gelöscht.")]


def _page_problems(page: Page) -> list[str]:
    """Check the page's latest revision as its form would."""
    found = []
    workflow = page.current_workflow_state
    running = workflow is not None and workflow.status == WorkflowState.STATUS_IN_PROGRESS
    if running and not waits_for_second(page):
        found.append(
            _(
                "Die Seite wartet auf eine Freigabe, die das Paket nicht ersetzt. Öffnen Sie die Seite: Unten "
                "steht, wer entscheidet; „Workflow abbrechen“ nimmt die Bitte zurück."
            )
        )
    revision = page.latest_revision
    draft = revision.as_object() if revision is not None else page
    if draft.go_live_at and draft.go_live_at > timezone.now():
        found.append(_("Die Seite hat einen eigenen, späteren Termin. Entfernen Sie ihn."))
    if draft.expire_at and draft.expire_at <= timezone.now():
        found.append(_("Die Seite ist abgelaufen. Ändern Sie ihr Ablaufdatum."))
    try:
        draft.full_clean()
        for field in draft._meta.get_fields():
            if isinstance(field, StreamField):
                field.stream_block.clean(getattr(draft, field.name))
    except ValidationError as error:
        found += _messages(error)
    return found


def _dataset_problems(dataset: Dataset) -> list[str]:
    if dataset.deleted_at is not None:
        return [_("Der Datensatz ist gelöscht.")]
    if dataset.private:
        return [_("Der Datensatz ist nur für Mitglieder der Organisation sichtbar.")]
    return []


def _version_problems(version: ResourceVersion) -> list[str]:
    found = _dataset_problems(version.resource.dataset)
    if version.withdrawn_at is not None:
        found.append(_("Die Fassung ist zurückgezogen."))
    elif version.finished_at is None:
        found.append(_("Die Datei wird noch geprüft."))
    elif version.state not in SOUND:
        found.append(
            _("Die Prüfung der Datei hat Fehler gefunden: {message}").format(
                message=version.message or _("siehe Prüfbericht")
            )
        )
    if version.personal_data and not version.personal_data_answer:
        found.append(_("Die Frage nach personenbezogenen Daten ist noch offen."))
    return found


def _messages(error: Any) -> list[str]:
    """Return the sentences inside nested errors of blocks."""
    if isinstance(error, StreamBlockValidationError | StructBlockValidationError):
        nested = error.block_errors
        rows = nested.values() if isinstance(nested, dict) else nested
        inner = [text for row in rows if row for text in _messages(row)]
        return inner + [text for text in getattr(error.non_block_errors, "data", []) if text]
    if isinstance(error, ValidationError):
        if hasattr(error, "error_dict"):
            return [
                f"{name}: {text}" for name, texts in error.message_dict.items() for text in texts
            ]
        return list(error.messages)
    if hasattr(error, "as_data"):
        return [text for inner in error.as_data() for text in _messages(inner)]
    if isinstance(error, list | tuple):
        return [text for inner in error for text in _messages(inner)]
    return [str(error)]
