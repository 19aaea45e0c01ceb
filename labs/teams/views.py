"""A lab's people in the admin: who belongs to it, invite, revoke, take out, four eyes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.models import Page

from labs.models import LabPage, LabRole, LabTeam
from labs.services.teams import lab_team_create
from labs.teams.services import (
    invitation_revoke,
    invitation_send,
    person_remove,
    second_pair_set,
)
from portal.base.limits import too_often
from portal.base.models import User

MAILS_A_MINUTE = 20


class InviteForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(label=gettext_lazy("E-Mail"))
    role = forms.ChoiceField(
        label=gettext_lazy("Rolle"),
        choices=LabRole.choices,
        initial=LabRole.MEMBER,
        widget=forms.RadioSelect,
    )
    message = forms.CharField(
        label=gettext_lazy("Ein Gruß dazu"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def leads(user: Any, lab: LabPage) -> bool:
    """Say whether a person may invite to the lab: its coordination and the programme's editors."""
    team = LabTeam.objects.filter(lab=lab).first()
    return whole(user) or (team is not None and user.groups.filter(pk=team.group_id).exists())


def whole(user: Any) -> bool:
    """Say whether a person publishes in the whole portal."""
    home = Page.objects.filter(depth=2).first()
    return home is not None and home.permissions_for_user(user).can_publish()


def _lab(request: HttpRequest, pk: int) -> LabPage:
    """Return a lab that this person leads."""
    lab = get_object_or_404(LabPage, pk=pk)
    if not leads(request.user, lab):
        raise PermissionDenied
    return lab


def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the people of a lab and invite another."""
    lab = _lab(request, pk)
    team = lab_team_create(lab=lab)
    form = InviteForm(request.POST or None)
    user: Any = request.user
    if request.method == "POST" and form.is_valid():
        if too_often("invitations", str(user.pk), MAILS_A_MINUTE):
            form.add_error(None, _("Das waren viele Einladungen. Bitte warten Sie eine Minute."))
        else:
            invitation_send(lab=lab, actor=user, **form.cleaned_data)
            messages.success(
                request,
                _("Die Einladung an {email} ist unterwegs.").format(
                    email=form.cleaned_data["email"]
                ),
            )
            return redirect("labs_people", lab.pk)
    groups = [group for group in (team.group_id, team.members_id) if group]
    rows = User.objects.filter(groups__in=groups).distinct().order_by("full_name", "username")
    leading = set(User.objects.filter(groups=team.group_id).values_list("pk", flat=True))
    context = {
        "lab": lab,
        "team": team,
        "form": form,
        "people": [(person, person.pk in leading) for person in rows],
        "invitations": lab.invitations.filter(Q(accepted_at__isnull=True)).select_related(
            "invited_by"
        )[:50],
        "whole": whole(user),
    }
    return render(request, "labs/teams/people.html", context, status=422 if form.errors else 200)


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke an invitation, take somebody out, switch four eyes."""
    lab = _lab(request, pk)
    user: Any = request.user
    given = request.POST.dict()
    if number := _number(given.get("revoke")):
        invitation_revoke(invitation=get_object_or_404(lab.invitations, pk=number), actor=user)
        messages.success(request, _("Die Einladung gilt nicht mehr."))
    elif number := _number(given.get("remove")):
        team = lab_team_create(lab=lab)
        people = User.objects.filter(groups__in=[team.group_id, team.members_id or 0]).distinct()
        person = get_object_or_404(people, pk=number)
        if person == user:
            messages.warning(request, _("Sich selbst können Sie nicht herausnehmen."))
        else:
            person_remove(lab=lab, person=person, actor=user)
            messages.success(request, _("{name} ist nicht mehr im Team.").format(name=person))
    elif given.get("four_eyes") in {"on", "off"}:
        if not whole(user):
            raise PermissionDenied
        second_pair_set(lab=lab, on=given["four_eyes"] == "on", actor=user)
        messages.success(request, _("Gespeichert."))
    return redirect("labs_people", lab.pk)


def _number(text: Any) -> int:
    """Return a number that was sent, 0 for anything else."""
    return int(text) if isinstance(text, str) and text.isdecimal() and len(text) < 12 else 0
