"""Practice examples: what somebody really did, with what went well and what did not."""

from typing import Any, ClassVar

from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from labs.blocks import BodyBlock
from labs.listing import Choice, Listed, sliced, topic_choices, visible
from labs.models.actors import Actor, validate_key
from labs.models.methods import MethodPage
from labs.models.topics import Topic
from labs.states import State
from portal.base.blocks import BodyField
from portal.base.forms import MultipleField
from portal.base.linked import about_page
from portal.base.pages import PortalPage, PortalPageForm


class Experience(models.TextChoices):
    """How it went, said by those who did it."""

    GOOD = "gut", gettext_lazy("gute Erfahrung")
    MIXED = "gemischt", gettext_lazy("gemischte Erfahrung")
    BAD = "schlecht", gettext_lazy("schlechte Erfahrung")


class Support(models.TextChoices):
    """What was given: more than money."""

    TIME = "zeit", gettext_lazy("Zeit")
    KNOWLEDGE = "wissen", gettext_lazy("Wissen")
    THINGS = "sachmittel", gettext_lazy("Sachmittel")
    ROOMS = "raeume", gettext_lazy("Räume")
    MONEY = "geld", gettext_lazy("Geld")
    WAIVER = "verzicht", gettext_lazy("Verzicht")


class Cost(models.TextChoices):
    """What it cost, in classes."""

    NONE = "0", gettext_lazy("nichts")
    LOW = "1", gettext_lazy("unter 1.000 €")
    MEDIUM = "2", gettext_lazy("1.000 bis 10.000 €")
    HIGH = "3", gettext_lazy("10.000 bis 100.000 €")
    VERY_HIGH = "4", gettext_lazy("über 100.000 €")


class PracticeKind(models.TextChoices):
    """What it is an example of."""

    DIGITAL = "digitalisierung", gettext_lazy("Digitalisierung")
    ENGAGEMENT = "engagement", gettext_lazy("Engagement von Unternehmen")
    PARTICIPATION = "beteiligung", gettext_lazy("Beteiligung")
    OPEN_DATA = "offene-daten", gettext_lazy("Offene Daten")
    COOPERATION = "kooperation", gettext_lazy("Zusammenarbeit")


class PracticePageForm(PortalPageForm):
    """Asks for what went wrong where something did; a draft may still lack the words."""

    def add_prefix(self, field_name: str) -> str:
        """Keep the name `action` from the form: scripts would find the field where they ask for its address."""
        return super().add_prefix("deed" if field_name == "action" else field_name)

    def clean(self) -> dict[str, Any]:
        """Check what no field can check alone."""
        cleaned: dict[str, Any] = super().clean()
        bad = cleaned.get("experience") not in {None, Experience.GOOD}
        if bad and not cleaned.get("went_badly") and not self.is_deferred_validation:
            self.add_error("went_badly", _("Sagen Sie in einem Satz, was schlecht lief und warum."))
        return cleaned


class PracticeIndexPage(PortalPage):
    """All practice examples, narrowed down by topic and experience."""

    template = "labs/practice_index.html"
    subpage_types: ClassVar = ["labs.PracticePage"]
    parent_page_types: ClassVar = ["home.HomePage"]

    class Meta:
        verbose_name = gettext_lazy("Übersicht der Praxisbeispiele")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the examples and what they can be narrowed down by."""
        context = super().get_context(request, *args, **kwargs)
        asked = {key: request.GET.get(key, "") for key in ("thema", "erfahrung")}
        context["listed"] = practice_list(self, asked, number=request.GET.get("seite", "1"))
        context["experiences"] = experience_choices(self, asked["erfahrung"])
        return context


class PracticePage(PortalPage):
    """A practice example."""

    kind = models.CharField(
        gettext_lazy("Wofür ein Beispiel?"),
        max_length=20,
        choices=PracticeKind.choices,
        default=PracticeKind.COOPERATION,
    )
    place = models.CharField(gettext_lazy("Ort"), max_length=160, blank=True)
    state = models.CharField(gettext_lazy("Land"), max_length=2, choices=State.choices, blank=True)
    key = models.CharField(
        gettext_lazy("Gemeinde- oder Kreisschlüssel"),
        max_length=12,
        blank=True,
        validators=[validate_key],
    )
    latitude = models.FloatField(gettext_lazy("Breite"), null=True, blank=True)
    longitude = models.FloatField(gettext_lazy("Länge"), null=True, blank=True)
    target_group = models.CharField(gettext_lazy("Für wen?"), max_length=200, blank=True)
    since = models.DateField(gettext_lazy("Seit"), null=True, blank=True)
    duration = models.CharField(gettext_lazy("Dauer"), max_length=80, blank=True)
    problem = models.TextField(gettext_lazy("Was war das Problem?"), max_length=1500, blank=True)
    action = models.TextField(gettext_lazy("Was wurde getan?"), max_length=3000, blank=True)
    effect = models.TextField(gettext_lazy("Was hat es gebracht?"), max_length=1500, blank=True)
    measured = models.CharField(
        gettext_lazy("Woran wurde das gemessen?"), max_length=300, blank=True
    )
    experience = models.CharField(
        gettext_lazy("Erfahrung"),
        max_length=20,
        choices=Experience.choices,
        default=Experience.GOOD,
    )
    went_well = models.TextField(gettext_lazy("Das ging gut, weil …"), max_length=1500, blank=True)
    went_badly = models.TextField(
        gettext_lazy("Diese Erfahrung war schlecht, weil …"),
        max_length=1500,
        blank=True,
        help_text=gettext_lazy(
            "Pflicht bei gemischter oder schlechter Erfahrung: Daraus lernen andere am meisten."
        ),
    )
    needed = models.TextField(
        gettext_lazy("Was brauchen andere, um es nachzumachen?"), max_length=1500, blank=True
    )
    support = MultipleField(
        gettext_lazy("Was wurde eingebracht?"), choices=Support.choices, max_length=120, blank=True
    )
    hours = models.PositiveIntegerField(gettext_lazy("Aufwand in Stunden"), null=True, blank=True)
    cost = models.CharField(gettext_lazy("Kosten"), max_length=1, choices=Cost.choices, blank=True)
    transferable = models.BooleanField(gettext_lazy("auf andere Orte übertragbar"), default=False)
    topics = ParentalManyToManyField(
        Topic, blank=True, related_name="examples", verbose_name=gettext_lazy("Themen")
    )
    methods = ParentalManyToManyField(
        MethodPage,
        blank=True,
        related_name="used_in",
        verbose_name=gettext_lazy("Verwendete Methoden"),
    )
    body = BodyField(BodyBlock(), verbose_name=gettext_lazy("Mehr dazu"), blank=True)
    source = models.TextField(gettext_lazy("Quellen"), blank=True)

    base_form_class = PracticePageForm
    template = "labs/practice.html"
    parent_page_types: ClassVar = ["labs.PracticeIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("kind"),
        InlinePanel(
            "partners", label=gettext_lazy("Beteiligter"), heading=gettext_lazy("Beteiligte")
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("place"), FieldPanel("state")]),
                FieldPanel("key"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=gettext_lazy("Wo?"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldPanel("target_group"),
                FieldRowPanel([FieldPanel("since"), FieldPanel("duration")]),
                FieldPanel("problem"),
                FieldPanel("action"),
                FieldPanel("effect"),
                FieldPanel("measured"),
            ],
            heading=gettext_lazy("Was geschah?"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("experience"),
                FieldPanel("went_well"),
                FieldPanel("went_badly"),
                FieldPanel("needed"),
                FieldPanel("transferable"),
            ],
            heading=gettext_lazy("Erfahrung"),
        ),
        MultiFieldPanel(
            [FieldPanel("support"), FieldRowPanel([FieldPanel("hours"), FieldPanel("cost")])],
            heading=gettext_lazy("Aufwand"),
        ),
        FieldPanel("methods", widget=CheckboxSelectMultiple),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
        FieldPanel("body"),
        FieldPanel("source"),
    ]
    search_fields = [
        *PortalPage.search_fields,
        index.SearchField("problem"),
        index.SearchField("action"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = gettext_lazy("Praxisbeispiel")
        verbose_name_plural = gettext_lazy("Praxisbeispiele")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the published methods that were used."""
        context = super().get_context(request, *args, **kwargs)
        context["methods_used"] = [page for page in self.methods.all() if page.live]
        context["partners"] = (
            list(self.partners.select_related("actor").order_by("sort_order")) if self.pk else []
        )
        return context

    def linked_data(self) -> dict[str, Any]:
        """Say what search engines should know."""
        return about_page(self, **{"@type": "Article", "headline": self.title})


class PracticePartner(Orderable):
    """Who took part in a practice example."""

    page = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="partners")
    actor = models.ForeignKey(
        Actor, models.CASCADE, related_name="examples", verbose_name=gettext_lazy("Akteur")
    )
    role = models.CharField(
        gettext_lazy("Rolle"), max_length=120, blank=True, help_text=gettext_lazy("Wer machte was?")
    )

    panels = [FieldPanel("actor"), FieldPanel("role")]

    class Meta(Orderable.Meta):
        verbose_name = gettext_lazy("Beteiligter")
        verbose_name_plural = gettext_lazy("Beteiligte")

    def __str__(self) -> str:
        return self.actor.name


def practice_list(index_page: PracticeIndexPage, asked: dict[str, str], *, number: str) -> Listed:
    """Return the published examples, newest first, with the topics to choose from."""
    pages = visible(PracticePage.objects.child_of(index_page))
    choices = topic_choices(Topic, pages, "examples", asked["thema"])
    if asked["thema"]:
        pages = pages.filter(topics__slug=asked["thema"])
    if asked["erfahrung"] in Experience.values:
        pages = pages.filter(experience=asked["erfahrung"])
    page = sliced(pages.select_related("lead_image").order_by("-first_published_at", "pk"), number)
    return Listed(page, choices, {key: value for key, value in asked.items() if value})


def experience_choices(index_page: PracticeIndexPage, chosen: str) -> tuple[Choice, ...]:
    """Return how the examples went, with their numbers."""
    pages = visible(PracticePage.objects.child_of(index_page))
    rows = pages.order_by().values("experience").annotate(number=models.Count("pk"))
    counts = {row["experience"]: row["number"] for row in rows}
    return tuple(
        Choice(value, str(label), counts[value], value == chosen)
        for value, label in Experience.choices
        if value in counts
    )
