"""What search engines may know of the catalogue: what everybody may see."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from datasets.models import Dataset


class DatasetSitemap(Sitemap[Dataset]):
    """Public datasets with their last change."""

    limit = 5_000

    def items(self) -> QuerySet[Dataset]:
        """Return the public datasets in a stable order."""
        rows: QuerySet[Dataset] = Dataset.objects.public().only("pk", "name", "modified_at")
        return rows.order_by("created_at", "pk")

    def lastmod(self, item: Dataset) -> datetime:
        """Return the last change."""
        return item.modified_at
