"""The outbox of the index, and what editors add to the search: synonyms, promoted results, a report."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.analysis.synonyms import make_thesaurus
from search.query.human import read_wish


class Pending(models.Model):
    """A key whose document must be written or removed; deleted once the index has it."""

    key = models.CharField(max_length=150, db_index=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "Offener Sucheintrag"
        verbose_name_plural = "Offene Sucheinträge"

    def __str__(self) -> str:
        return self.key


class Synonym(models.Model):
    """A group of words that mean the same to people who search."""

    words = models.CharField(
        _("Wörter"),
        max_length=500,
        help_text=_(
            "Mit Komma getrennt: „Kita, Kindergarten, Krippe“ – jedes Wort findet auch die anderen. "
            "Mit „>“ nur in einer Richtung: „ÖPNV > Bus, Straßenbahn“."
        ),
    )

    class Meta:
        ordering = ("words",)
        verbose_name = _("Synonymgruppe")
        verbose_name_plural = _("Synonyme")

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        """Refuse a group that says nothing."""
        if not make_thesaurus([self.words]).table:
            raise ValidationError(
                {"words": _("Nennen Sie mindestens zwei verschiedene Wörter, mit Komma getrennt.")}
            )


class Promotion(models.Model):
    """A page or dataset that is shown first for certain words."""

    words = models.CharField(
        _("Suchwörter"),
        max_length=300,
        help_text=_(
            "Mit Komma getrennt. Die Empfehlung erscheint, wenn genau danach gesucht wird."
        ),
    )
    path = models.CharField(
        _("Adresse"),
        max_length=500,
        help_text=_("Adresse der Seite oder des Datensatzes in diesem Portal, beginnt mit „/“."),
    )
    order = models.PositiveSmallIntegerField(_("Reihenfolge"), default=0)
    key = models.CharField(max_length=500, editable=False, db_index=True)
    """The words in the form in which queries are compared: `|baum|rad weg|`."""

    class Meta:
        ordering = ("order", "pk")
        verbose_name = _("Empfehlung")
        verbose_name_plural = _("Empfehlungen")

    def __str__(self) -> str:
        return f"{self.words} → {self.path}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the compared form in step with the words."""
        forms = dict.fromkeys(normal_form(part) for part in self.words.split(","))
        self.key = "|" + "|".join(form for form in forms if form)[:490] + "|"
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came

    def clean(self) -> None:
        """Refuse words without letters and addresses elsewhere."""
        if not any(normal_form(part) for part in self.words.split(",")):
            raise ValidationError({"words": _("Nennen Sie mindestens ein Wort.")})
        if not self.path.startswith("/"):
            raise ValidationError(
                {"path": _("Die Adresse beginnt mit „/“, zum Beispiel „/labore/“.")}
            )


class EmptyQuery(models.Model):
    """How often a search found nothing: words and counts, nothing of persons."""

    MOST = 5_000
    LONGEST = 80

    words = models.CharField(_("Gesucht"), max_length=LONGEST, unique=True)
    count = models.PositiveIntegerField(_("Anzahl"), default=1)
    last = models.DateField(_("Zuletzt"), default=timezone.localdate)

    class Meta:
        ordering = ("-count", "words")
        verbose_name = _("Suche ohne Treffer")
        verbose_name_plural = _("Suchen ohne Treffer")

    def __str__(self) -> str:
        return self.words

    @classmethod
    def note(cls, text: str) -> None:
        """Count a search; what may name a person or a number is not kept."""
        words = " ".join(text.lower().split())
        digits = sum(sign.isdecimal() for sign in words)
        if not words or len(words) > cls.LONGEST or "@" in words or digits > 4:
            return
        again = cls.objects.filter(words=words).update(
            count=F("count") + 1, last=timezone.localdate()
        )
        if not again and cls.objects.count() < cls.MOST:
            cls.objects.get_or_create(words=words)


def normal_form(text: str) -> str:
    """Return the stems of a search, as promotions compare them."""
    wish = read_wish(text)
    return " ".join(token.stem for group in wish.groups for token in group)
