"""References to datasets; whatever is not public (any more) is left out of the page."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from datasets.models import Dataset, Resource
from labs.choosers import dataset_chooser
from portal.base.blocks import LinkBlock, LinkValue

_ChooserBlock = dataset_chooser.get_block_class(
    name="_ChooserBlock", module_path="labs.blocks.dataset"
)


class DatasetChooserBlock(_ChooserBlock):  # type: ignore[misc, valid-type]
    """A dataset, loaded with what a card of it shows."""

    def bulk_to_python(self, values: Iterable[str]) -> list[Dataset | None]:
        """Load all datasets of a page at once."""
        wanted = list(values)
        resources = Resource.objects.filter(state="active").only("dataset_id", "format")
        found = (
            Dataset.objects.select_related("organization")
            .prefetch_related(Prefetch("resources", queryset=resources, to_attr="shown_resources"))
            .in_bulk([value for value in wanted if value])
        )
        return [found.get(value) for value in wanted]

    class Meta:
        label = _("Datensatz")
        icon = "table"


class DatasetValue(blocks.StructValue):
    """A dataset with a sentence on why it stands here."""

    @property
    def public(self) -> Dataset | None:
        """Return the dataset if everybody may see it."""
        dataset: Dataset | None = self.get("dataset")
        return dataset if dataset is not None and dataset.is_public else None

    @property
    def formats(self) -> list[str]:
        """Return the formats of the dataset's files."""
        dataset = self.get("dataset")
        rows = getattr(dataset, "shown_resources", None)
        if rows is None:
            rows = dataset.resources.filter(state="active") if dataset else []
        return sorted({row.format for row in rows if row.format})


class DatasetBlock(blocks.StructBlock):
    """A dataset that belongs to the text."""

    dataset = DatasetChooserBlock()
    note = blocks.TextBlock(label=_("Wozu gehört er?"), required=False, rows=2, max_length=400)

    def get_preview_value(self) -> Any:
        """Return the newest public dataset; none in an empty portal."""
        dataset = Dataset.objects.public().order_by("-modified_at").first()
        return self.normalize({"dataset": dataset, "note": _("Wozu er gehört.")})

    class Meta:
        label = _("Datensatz")
        icon = "table"
        description = _("Kasten mit Titel, Formaten und Link zu einem Datensatz.")
        template = "labs/blocks/dataset.html"
        value_class = DatasetValue


class DatasetLinkValue(LinkValue):
    """A link that may lead to a dataset."""

    @property
    def href(self) -> str:
        """Return the address; empty for a dataset that is not public."""
        dataset = self.get("dataset")
        if dataset is not None:
            return dataset.get_absolute_url() if dataset.is_public else ""
        return super().href


class DatasetLinkBlock(LinkBlock):
    """A link to a page, an address or a dataset."""

    targets = ("page", "url", "dataset")

    dataset = DatasetChooserBlock(required=False)

    class Meta:
        value_class = DatasetLinkValue
