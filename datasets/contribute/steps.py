"""The steps after the file: report, columns, description, preview, publication."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from datasets.contribute.common import PER_REQUEST, address_of, draw, own_version, person_of
from datasets.contribute.forms import AnswerForm, DescriptionForm
from datasets.errors import DatasetsError
from datasets.licenses import license_get
from datasets.models import Dataset, ResourceVersion
from datasets.reviewing import version_waits
from datasets.schemas.describing import BEGIN, END, FREQUENCY, PLACE, detail, with_details
from datasets.selectors.completeness import gaps
from datasets.selectors.library import matches_for
from datasets.selectors.suggestions import suggestions_for
from datasets.services.contributions import (
    contribution_discard,
    contribution_hand_over,
    contribution_publish,
    contribution_return,
    obstacles,
)
from datasets.services.corrections import correction_made, version_correct
from datasets.services.datasets import DatasetChanges, dataset_update
from datasets.services.foreseeing import foreseen
from datasets.services.keys import keys_between
from datasets.services.labels import needs_explanation, version_explain
from datasets.services.library import schema_apply
from datasets.services.packages import companions
from datasets.services.repairs import offers_of, version_repair
from datasets.services.resource_edits import resource_update
from datasets.services.reviews import may_review, reviewers
from datasets.services.slugs import free_name
from datasets.services.versions import version_answer_personal_data
from datasets.views.asking import Asked
from datasets.views.markdown import to_html
from datasets.views.preview import preview_of
from datasets.views.wording import meaning_words
from portal.base.models import User


def report(request: HttpRequest, version_id: str) -> HttpResponse:
    """Show what was understood, what is wrong, and what can be repaired."""
    version = own_version(request, version_id)
    waiting = version.finished_at is None
    context: dict[str, Any] = {
        "waiting": waiting,
        "offers": offers_of(version),
        "needs_answer": bool(version.personal_data and not version.personal_data_answer),
        "answer_form": AnswerForm(),
        "needs_explanation": needs_explanation(version),
        "before": _before(version),
        "companions": companions(version),
        "matches": [] if waiting else matches_for(version),
        "understood": [
            (field.get("title") or field["name"], meaning_words(field))
            for field in version.schema.get("fields", [])[:PER_REQUEST]
        ],
    }
    return draw(request, "report", "befund", version, context)


def _before(version: ResourceVersion) -> ResourceVersion | None:
    """Return the public version that this one would replace."""
    current = version.resource.current_version
    return None if current is None or current.pk == version.pk else current


def _latest(version: ResourceVersion) -> str:
    return str(version.resource.versions.order_by("-number").values_list("pk", flat=True)[0])


def _repair(request: HttpRequest, version: ResourceVersion, user: User) -> tuple[str, str]:
    codes = request.POST.getlist("repairs")
    made = version_repair(version=version, codes=codes, actor=user)
    if made is None:
        return version.pk, _("Die Datei wird repariert. Bitte fragen Sie den Stand gleich neu ab.")
    return _latest(version), _("Repariert. Das ist der Bericht der neuen Fassung.")


def _back(request: HttpRequest, version: ResourceVersion, user: User) -> tuple[str, str]:
    before = version.repaired_from
    if before is None:
        return version.pk, _("Es gibt keine frühere Fassung.")
    return before.pk, _("Sie sehen wieder die Fassung vor der Reparatur.")


def _answer(request: HttpRequest, version: ResourceVersion, user: User) -> tuple[str, str]:
    answer = request.POST.get("answer", "")
    version_answer_personal_data(version=version, answer=answer, actor=user)
    return version.pk, _("Die Antwort ist festgehalten.")


def _explain(request: HttpRequest, version: ResourceVersion, user: User) -> tuple[str, str]:
    version_explain(version=version, note=request.POST.get("note", ""), actor=user)
    return version.pk, _("Ihr Satz ist festgehalten.")


def _schema(request: HttpRequest, version: ResourceVersion, user: User) -> tuple[str, str]:
    made = schema_apply(version=version, schema_id=request.POST.get("schema", ""), actor=user)
    return made.pk, _("Die Datei ist jetzt nach diesem Schema geprüft.")


ACTIONS: dict[str, Callable[[HttpRequest, ResourceVersion, User], tuple[str, str]]] = {
    "repair": _repair,
    "back": _back,
    "answer": _answer,
    "explain": _explain,
    "schema": _schema,
}


@require_POST
def act(request: HttpRequest, version_id: str) -> HttpResponse:
    """Do what a button of the report says, and show the report that holds then."""
    version = own_version(request, version_id)
    action = ACTIONS.get(request.POST.get("action", ""))
    shown = version.pk
    if action is None:
        messages.error(request, _("Diese Schaltfläche gibt es nicht."))
    else:
        try:
            shown, sentence = action(request, version, person_of(request))
            messages.success(request, sentence)
        except DatasetsError as error:
            messages.error(request, error.message)
    return redirect(address_of(request, "befund", shown))


@require_POST
def discard(request: HttpRequest, version_id: str) -> HttpResponse:
    """Give up a file that was never public."""
    version = own_version(request, version_id)
    try:
        contribution_discard(actor=person_of(request), version=version)
    except DatasetsError as error:
        messages.error(request, error.message)
        return redirect(address_of(request, "befund", version.pk))
    messages.success(request, _("Verworfen."))
    return redirect(address_of(request, "datei"))


def description(request: HttpRequest, version_id: str) -> HttpResponse:
    """Let the person describe the dataset, starting from what can be known already."""
    version = own_version(request, version_id)
    user, dataset = person_of(request), version.resource.dataset
    suggested = suggestions_for(dataset, version, user)
    form = DescriptionForm(
        request.POST or None, dataset=dataset, initial=_initial(dataset, suggested)
    )
    if request.method == "POST" and form.is_valid():
        old = dataset.title
        try:
            dataset_update(
                actor=user, dataset=dataset, changes=_changes(form, dataset), publish=dataset.live
            )
            if version.resource.name == old:
                # Both came from the file's name; the person has found a better one.
                fields = {"name": form.cleaned_data["title"]}
                resource_update(actor=user, resource=version.resource, fields=fields)
        except DatasetsError as error:
            form.add_error(None, error.message)
        else:
            return redirect(address_of(request, "vorschau", version.pk))
    context = {"form": form, "suggested": suggested, "fresh": not dataset.notes}
    status = 422 if form.errors else 200
    return draw(request, "description", "angaben", version, context, status)


def _initial(dataset: Dataset, suggested: Any) -> dict[str, Any]:
    words = [tag.name for tag in dataset.tags.all() if tag.vocabulary_id is None]
    fresh = not dataset.notes
    more = dataset.additional
    return {
        "title": dataset.title if dataset.first_published_at else suggested.title,
        "notes": dataset.notes or suggested.notes,
        "license": dataset.license or suggested.license,
        "keywords": ", ".join(words or (suggested.keywords if fresh else ())),
        "themes": list(dataset.themes.all()) or (list(suggested.themes) if fresh else []),
        "maintainer": dataset.maintainer or suggested.maintainer,
        "maintainer_email": dataset.maintainer_email or suggested.maintainer_email,
        "place": detail(more, PLACE) or (suggested.place if fresh else ""),
        "begin": detail(more, BEGIN) or (suggested.begin if fresh else ""),
        "end": detail(more, END) or (suggested.end if fresh else ""),
        "frequency": detail(more, FREQUENCY),
    }


def _changes(form: DescriptionForm, dataset: Dataset) -> DatasetChanges:
    values = form.cleaned_data
    words = [word.strip() for word in values["keywords"].split(",") if word.strip()]
    kept = [tag for tag in dataset.tags.all() if tag.vocabulary_id is not None]
    changes = DatasetChanges(
        title=values["title"],
        notes=values["notes"],
        license=values["license"],
        tags=[*words, *kept],
        maintainer=values["maintainer"] or None,
        maintainer_email=values["maintainer_email"] or None,
        additional=with_details(
            dataset.additional,
            {
                PLACE: values["place"],
                BEGIN: values["begin"],
                END: values["end"],
                FREQUENCY: values["frequency"],
            },
        ),
    )
    if "themes" in values:
        changes["themes"] = list(values["themes"])
    if dataset.first_published_at is None and values["title"] != dataset.title:
        # Nobody knows the address yet: it may follow the title.
        changes["name"] = free_name(values["title"], Dataset)
    return changes


def preview(request: HttpRequest, version_id: str) -> HttpResponse:
    """Show what the public will see, and publish or hand over."""
    version = own_version(request, version_id)
    user, dataset = person_of(request), version.resource.dataset
    if request.method == "POST":
        return _finish(request, version, user)
    before, together = _before(version), companions(version)
    shown = preview_of(version, Asked()) if version.has_table else None
    context = {
        "obstacles": [
            (address_of(request, item.step, item.version.pk), item.sentence)
            for item in obstacles(version)
        ],
        "notes_html": to_html(dataset.notes or ""),
        "license": license_get(dataset.license or ""),
        "preview": shown,
        "left_out": version.rows - shown.total if shown and version.rows else 0,
        "before": before,
        "foreseen": foreseen(version),
        "companions": together,
        "gaps": gaps(dataset),
        "broken_keys": keys_between(dataset, (version, *together)) if together else [],
        "again": version.published_at and not version.withdrawn_at and before is not None,
        "reviewing": may_review(user, version),
        "has_reviewers": bool(reviewers(dataset, user)),
        "four_eyes": version_waits(version, user),
    }
    return draw(request, "preview", "vorschau", version, context)


def _finish(request: HttpRequest, version: ResourceVersion, user: User) -> HttpResponse:
    try:
        if request.POST.get("action") == "hand_over":
            contribution_hand_over(actor=user, version=version)
        elif request.POST.get("action") == "return":
            comment = request.POST.get("comment", "")
            contribution_return(actor=user, version=version, comment=comment)
            messages.success(request, _("Zurückgegeben. Die Anmerkung ist verschickt."))
            return redirect(address_of(request, "datei"))
        else:
            contribution_publish(actor=user, version=version)
    except DatasetsError as error:
        messages.error(request, error.message)
        return redirect(address_of(request, "vorschau", version.pk))
    return redirect(address_of(request, "fertig", version.pk))


def done(request: HttpRequest, version_id: str) -> HttpResponse:
    """Say what happened and what can be done next; make known what was wrong in the version before."""
    version = own_version(request, version_id)
    replaced = _replaced(version)
    if request.method == "POST" and replaced is not None:
        text, period = request.POST.get("text", ""), request.POST.get("period", "")
        try:
            version_correct(version=replaced, text=text, period=period, actor=person_of(request))
        except DatasetsError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, correction_made())
        return redirect(address_of(request, "fertig", version.pk))
    context = {
        "reviewers": reviewers(version.resource.dataset, person_of(request)),
        "replaced": replaced,
    }
    return draw(request, "done", "vorschau", version, context)


def _replaced(version: ResourceVersion) -> ResourceVersion | None:
    """Return the public version that this one took the place of."""
    if version.published_at is None:
        return None
    before = version.resource.versions.filter(
        number__lt=version.number, published_at__isnull=False, withdrawn_at__isnull=True
    )
    return before.order_by("-number").first()
