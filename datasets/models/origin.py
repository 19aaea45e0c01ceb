"""What a data package said of itself, kept so that it can be handed out again as it came."""

from django.db import models

from datasets.models.dataset import Dataset


class PackageOrigin(models.Model):
    """The descriptor of the package a dataset came from; `entries` holds its resources by our id."""

    dataset = models.OneToOneField(Dataset, models.CASCADE, related_name="package_origin")
    descriptor = models.JSONField(default=dict)
    entries = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.dataset_id}"
