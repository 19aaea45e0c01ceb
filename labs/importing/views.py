"""Import of labs in the admin: choose a file, look at what it brings, import."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from labs.importing.reading import MOST_BYTES
from labs.importing.services import labs_foresee, labs_import, sentence
from labs.models import LabIndexPage
from labs.states import State


class FileForm(forms.Form):
    """The table, as a file or as text that was looked at already."""

    file = forms.FileField(
        label=_("CSV-Datei"),
        help_text=_(
            "Spalten: Name, Partner, Land; wenn Sie mögen auch Orte, Kurzfassung, Beginn, Ende. "
            "Mehrere Partner mit „;“ trennen, die Art in Klammern: Stadt Moers (Kommune)."
        ),
    )


def may_import(user: Any, page: Page) -> bool:
    """Say whether a person may add and publish labs below a programme."""
    rights = page.permissions_for_user(user)
    return bool(rights.can_add_subpage() and rights.can_publish_subpage())


def import_labs(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form, then what the file brings, then import it; nothing is kept in between."""
    programme = get_object_or_404(LabIndexPage, pk=pk)
    user: Any = request.user
    if not may_import(user, programme):
        raise PermissionDenied
    if request.method == "POST" and "content" in request.POST:
        content = request.POST["content"].encode()
        done = labs_import(
            programme=programme, content=content, actor=user, publish="publish" in request.POST
        )
        if not done.problems:
            messages.success(request, sentence(done))
            return redirect("wagtailadmin_explore", programme.pk)
        return _answer(request, programme, FileForm(), content, done)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read(MOST_BYTES + 1)
        return _answer(
            request,
            programme,
            FileForm(),
            content,
            labs_foresee(programme=programme, content=content),
        )
    return _answer(request, programme, form, b"", None)


def _answer(
    request: HttpRequest, programme: LabIndexPage, form: FileForm, content: bytes, foreseen: Any
) -> HttpResponse:
    """Show the form and what a file would bring."""
    labels = {choice.value: str(choice.label) for choice in State}
    rows = (
        [
            (row, [labels[key] for key in row.states], row in foreseen.new)
            for row in (*foreseen.new, *foreseen.known)
        ]
        if foreseen
        else []
    )
    context = {
        "programme": programme,
        "form": form,
        "foreseen": foreseen,
        "rows": sorted(rows, key=lambda entry: entry[0].line),
        "content": _text(content),
    }
    bad = bool(form.errors or (foreseen and foreseen.problems))
    return render(request, "labs/importing/form.html", context, status=422 if bad else 200)


def _text(content: bytes) -> str:
    """Return what goes back into the form; Windows' code page is read once."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
