"""Mails about news of a dataset for people without an account: asked for twice, ended with one click."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.models import Correction, Dataset, ResourceVersion, Subscription
from portal.base.secrets import make_token, read_token

logger = logging.getLogger(__name__)

ON, OFF = "dataset-news", "dataset-news-end"
CONFIRM_WITHIN = timedelta(days=3)
# Nobody's letter box is filled by strangers: so long until the same address is written to again.
ASK_AGAIN_SECONDS = 600
FORGET_AFTER = timedelta(days=30)
IN_ONE_ROUND = 500


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened to a dataset, with where to see it."""

    at: datetime
    text: str
    words: str
    addresses: tuple[tuple[str, str], ...]


def subscription_ask(*, dataset: Dataset, email: str) -> None:
    """Send the link that confirms; until it is used, the address is kept nowhere."""
    email = email.strip().lower()
    if not dataset.is_public or not cache.add(f"news:{dataset.pk}:{email}", 1, ASK_AGAIN_SECONDS):
        return
    token = make_token(ON, {"d": dataset.pk, "m": email})
    text = render_to_string(
        "datasets/mail/news_confirm.txt",
        {
            "dataset": dataset,
            "portal": settings.PORTAL_NAME,
            "address": settings.PORTAL_BASE_URL + reverse("news_confirm", args=[token]),
            "days": CONFIRM_WITHIN.days,
        },
    )
    subject = _("Bitte bestätigen: Nachrichten zu „%(title)s“") % {"title": dataset.title}
    try:
        _mail(subject, text, email).send()
    except (OSError, SMTPException):
        logger.exception("a mail that asks for confirmation could not be sent")


def asked_for(token: str) -> tuple[Dataset, str] | None:
    """Return the public dataset and the address that a link of the confirming mail names."""
    content = read_token(ON, token, valid=CONFIRM_WITHIN) or {}
    dataset = Dataset.objects.public().filter(pk=content.get("d", "")).first()
    return (dataset, str(content["m"])) if dataset is not None and content.get("m") else None


def subscription_confirm(*, token: str) -> Dataset | None:
    """Keep the address of a confirming link; None if the link does not hold."""
    asked = asked_for(token)
    if asked is None:
        return None
    Subscription.objects.get_or_create(dataset=asked[0], email=asked[1])
    return asked[0]


def subscription_of(token: str) -> Subscription | None:
    """Return what the link at the end of each mail belongs to; None if that is deleted already."""
    number = (read_token(OFF, token) or {}).get("s")
    if not isinstance(number, int):
        return None
    return Subscription.objects.filter(pk=number).select_related("dataset").first()


def subscription_end(*, token: str) -> None:
    """Delete the address."""
    subscription = subscription_of(token)
    if subscription is not None:
        subscription.delete()


def subscribers_tell() -> int:
    """Send each subscriber one mail about all that is new; return how many were sent."""
    deleted = Subscription.objects.filter(dataset__deleted_at__lt=timezone.now() - FORGET_AFTER)
    deleted.delete()
    versions = _versions_since(OuterRef("told_at"), OuterRef("dataset"))
    corrections = Correction.objects.filter(
        dataset=OuterRef("dataset"), created_at__gt=OuterRef("told_at")
    )
    waiting = (
        Subscription.objects.filter(Exists(versions) | Exists(corrections))
        .filter(dataset__in=Dataset.objects.public())
        .select_related("dataset")
        .order_by("pk")[:IN_ONE_ROUND]
    )
    sent = 0
    for subscription in waiting:
        try:
            sent += _tell(subscription)
        except (OSError, SMTPException):
            logger.exception("mails about news of datasets could not be sent; tried again later")
            break
    return sent


def _tell(subscription: Subscription) -> int:
    """Send one mail; nobody else sends it meanwhile, and a mail server that is away loses nothing."""
    news = news_since(subscription.dataset, subscription.told_at)
    if not news:
        return 0
    mine = Subscription.objects.filter(pk=subscription.pk)
    if not mine.filter(told_at=subscription.told_at).update(told_at=news[-1].at):
        return 0
    try:
        _news_mail(subscription, news).send()
    except SMTPRecipientsRefused:
        logger.warning("subscription %s: the address was refused", subscription.pk)
    except (OSError, SMTPException):
        mine.update(told_at=subscription.told_at)
        raise
    return 1


def _versions_since(
    moment: datetime | OuterRef, dataset: Dataset | OuterRef
) -> QuerySet[ResourceVersion]:
    """Return the versions that appeared or were withdrawn after a moment."""
    return ResourceVersion.objects.filter(
        Q(published_at__gt=moment) | Q(withdrawn_at__gt=moment),
        resource__dataset=dataset,
        resource__state="active",
        published_at__isnull=False,
    )


def news_since(dataset: Dataset, moment: datetime) -> list[News]:
    """Return what happened to the public versions of a dataset, the oldest first."""
    versions = _versions_since(moment, dataset).select_related("resource")
    found = []
    for version in versions.defer("report", "findings", "profile", "schema"):
        # What was withdrawn at once is told once, as withdrawn.
        withdrawn = version.withdrawn_at is not None
        found.append(_withdrawn(version) if withdrawn else _published(version, dataset))
    for correction in dataset.corrections.filter(created_at__gt=moment).select_related("version"):
        found.append(News(correction.created_at, correction.sentence, "", ()))
    return sorted(found, key=lambda item: item.at)


def _published(version: ResourceVersion, dataset: Dataset) -> News:
    base = settings.PORTAL_BASE_URL
    label = version.label or str(version.number)
    reasons = version.proposal.get("version", {}).get("reasons_de", [])
    addresses = [
        (_("Herunterladen"), f"{base}{reverse('file_version', args=[version.resource_id, label])}")
    ]
    before = (
        version.resource.versions.filter(
            number__lt=version.number, published_at__isnull=False, withdrawn_at__isnull=True
        )
        .exclude(table_key="")
        .order_by("-number")
        .values_list("pk", flat=True)
        .first()
    )
    if before and version.has_table:
        diff = reverse("version_diff", args=[before, version.pk])
        addresses.append((_("Geänderte Zeilen"), f"{base}{diff}"))
    return News(
        version.published_at or version.created_at,
        _("Neue Fassung %(label)s von „%(name)s“") % {"label": label, "name": version.resource},
        " ".join(word for word in (version.note, *reasons) if word),
        tuple(addresses),
    )


def _withdrawn(version: ResourceVersion) -> News:
    words = {"label": version.label or version.number, "name": version.resource}
    return News(
        version.withdrawn_at or version.created_at,
        _("Fassung %(label)s von „%(name)s“ ist zurückgezogen") % words,
        version.withdrawn_notice,
        (),
    )


def _news_mail(subscription: Subscription, news: list[News]) -> EmailMessage:
    base, dataset = settings.PORTAL_BASE_URL, subscription.dataset
    end = f"{base}{reverse('news_end', args=[make_token(OFF, {'s': subscription.pk})])}"
    text = render_to_string(
        "datasets/mail/news.txt",
        {
            "dataset": dataset,
            "news": news,
            "portal": settings.PORTAL_NAME,
            "address": f"{base}{dataset.get_absolute_url()}",
            "end": end,
        },
    )
    mail = _mail(_("Neu: %(title)s") % {"title": dataset.title}, text, subscription.email)
    # Mail programs show a button for these (RFC 2369, RFC 8058).
    mail.extra_headers = {
        "List-Unsubscribe": f"<{end}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return mail


def _mail(subject: str, text: str, to: str) -> EmailMessage:
    """Return a mail; a title cannot smuggle in a further header."""
    return EmailMessage(" ".join(subject.split()), text, None, [to])
