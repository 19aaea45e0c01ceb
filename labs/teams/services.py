"""Invite somebody to a lab by mail, let them in once, take them out; all of it is logged."""

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from labs.models import LabInvitation, LabPage, LabRole
from labs.models.teams import INVITATION_DAYS
from labs.services.roles import COORDINATORS, MEMBERS
from labs.services.teams import four_eyes_set, lab_team_create
from portal.base.errors import PortalError
from portal.base.models import User
from portal.base.secrets import make_token

PURPOSE = "invitation"
KEPT_DAYS, NAME_LENGTH = 30, 150
ROLE_GROUPS = {LabRole.COORDINATION: COORDINATORS, LabRole.MEMBER: MEMBERS}


class InvitationClosed(PortalError):
    """The link lets nobody in any more; the message says why."""

    code = "invitation_closed"
    http_status = 410


def path_of(invitation: LabInvitation) -> str:
    """Return the path of the link; it is mailed and shown to nobody else, the inviter included."""
    return reverse("invitation", args=[make_token(PURPOSE, {"i": invitation.pk})])


@transaction.atomic
def invitation_send(
    *, lab: LabPage, email: str, role: str, message: str, actor: User
) -> LabInvitation:
    """Mail a link; an earlier one to the same address ends. Says nothing of accounts that exist."""
    email = email.lower()
    lab.invitations.filter(email=email, accepted_at__isnull=True, revoked_at__isnull=True).update(
        revoked_at=timezone.now()
    )
    invitation = LabInvitation.objects.create(
        lab=lab, email=email, role=role, message=message.strip()[:1000], invited_by=actor
    )
    _log(lab, "labs.team.invite", actor, email=email, role=role)
    context = {
        "invitation": invitation,
        "lab": lab,
        "who": actor,
        "portal": settings.PORTAL_NAME,
        "address": settings.PORTAL_BASE_URL + path_of(invitation),
    }
    text = render_to_string("labs/mail/invitation.txt", context)
    subject = " ".join(_("Einladung: {lab}").format(lab=lab.title).split())
    transaction.on_commit(
        lambda: send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [email], fail_silently=True)
    )
    return invitation


@transaction.atomic
def invitation_revoke(*, invitation: LabInvitation, actor: User) -> None:
    """End a link that nobody used yet."""
    if invitation.is_open:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        _log(invitation.lab, "labs.team.revoke", actor, email=invitation.email)


def invitations_forget() -> int:
    """Delete invitations that were over a month ago, with the addresses in them; return how many."""
    until = timezone.now() - timedelta(days=INVITATION_DAYS + KEPT_DAYS)
    number, _kinds = LabInvitation.objects.filter(created_at__lt=until).delete()
    return number


def why_closed(invitation: LabInvitation) -> str:
    """Say why the link lets nobody in any more; empty if it does."""
    if invitation.accepted_at is not None:
        return _("Diese Einladung ist schon angenommen. Melden Sie sich einfach an.")
    if invitation.revoked_at is not None:
        return _("Diese Einladung gilt nicht mehr. Vielleicht gibt es eine neuere in Ihrer Post.")
    if not invitation.is_open:
        return _("Diese Einladung ist abgelaufen. Bitten Sie um eine neue.")
    return ""


def accounts_of(invitation: LabInvitation) -> Any:
    """Return the accounts with the invited address."""
    return User.objects.filter(email__iexact=invitation.email)


@transaction.atomic
def invitation_accept(
    *, invitation: LabInvitation, user: User | None = None, name: str = "", password: str = ""
) -> User:
    """Let somebody in: the account that is logged in, or a new one. Raises InvitationClosed."""
    invitation = (
        LabInvitation.objects.select_for_update(of=("self",))
        .select_related("lab")
        .get(pk=invitation.pk)
    )
    if reason := why_closed(invitation):
        raise InvitationClosed(reason)
    if user is None:
        user = _new_account(invitation.email, name, password)
    team = lab_team_create(lab=invitation.lab)
    role = LabRole(invitation.role)
    leads = role == LabRole.COORDINATION
    user.groups.add(team.group if leads or team.members is None else team.members)
    user.groups.add(*Group.objects.filter(name=ROLE_GROUPS[role]))
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    _log(invitation.lab, "labs.team.accept", user, email=invitation.email, role=role.value)
    return user


def _new_account(email: str, name: str, password: str) -> User:
    """Make an account that logs in with its address; where that name is taken, with a sign behind it."""
    username = email[:NAME_LENGTH]
    if not User.objects.filter(username__iexact=username).exists():
        try:
            with transaction.atomic():
                return User.objects.create_user(username, email, password, full_name=name)
        except IntegrityError:
            # Somebody else took the name between the look and the writing.
            pass
    username = f"{email[: NAME_LENGTH - 9]}-{secrets.token_hex(4)}"
    return User.objects.create_user(username, email, password, full_name=name)


@transaction.atomic
def person_remove(*, lab: LabPage, person: User, actor: User) -> None:
    """Take somebody out of the lab; the account stays."""
    team = lab_team_create(lab=lab)
    person.groups.remove(*[group for group in (team.group, team.members) if group is not None])
    _log(lab, "labs.team.remove", actor, email=person.email or person.username)


@transaction.atomic
def second_pair_set(*, lab: LabPage, on: bool, actor: User) -> None:
    """Switch four eyes on or off and say so in the lab's history."""
    four_eyes_set(lab=lab, on=on)
    _log(lab, "labs.team.four_eyes", actor, on=on)


def _log(lab: LabPage, action: str, actor: User | None, **data: Any) -> None:
    """Note it in the history of the lab's page."""
    log(instance=lab, action=action, user=actor, data=data)
