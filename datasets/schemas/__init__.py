"""Table Schemas and data packages as plain values; no Django."""

from datasets.schemas.package import PackagePlan, PlannedResource, read_datapackage

__all__ = ["PackagePlan", "PlannedResource", "read_datapackage"]
