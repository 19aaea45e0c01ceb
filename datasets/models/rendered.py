"""What was rendered at write time, so that a read is one look-up."""

from django.db import models

from datasets.models.dataset import Dataset


class RenderedDataset(models.Model):
    """A dataset as JSON text in the dialect of one edge; deleted when the dataset changes."""

    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="renderings")
    dialect = models.CharField(max_length=20)
    body = models.TextField()
    etag = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "dialect"], name="one_rendering_per_dialect"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset_id} ({self.dialect})"
