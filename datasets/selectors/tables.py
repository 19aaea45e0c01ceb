"""What a version says about its table."""

from datasets.models import ResourceVersion
from datasets.store import GeoColumns


def geo_columns(version: ResourceVersion) -> GeoColumns | None:
    """Return the columns with WGS 84 degrees, None where there are none."""
    found: dict[str, str] = {}
    for field in version.schema.get("fields", []):
        meaning, crs = field.get("meaning"), field.get("crs", "EPSG:4326")
        if meaning in ("latitude", "longitude") and crs == "EPSG:4326":
            found.setdefault(meaning, field["name"])
        elif field.get("type") == "geojson":
            found.setdefault("geometry", field["name"])
    if "geometry" in found:
        return GeoColumns(geometry=found["geometry"])
    if {"latitude", "longitude"} <= found.keys():
        return GeoColumns(longitude=found["longitude"], latitude=found["latitude"])
    return None
