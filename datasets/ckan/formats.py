"""Names of file formats: the spellings that people type, and what endings and media types mean."""

import mimetypes
from urllib.parse import urlsplit

# Canonical name: media types and spellings that mean it.
_FORMATS: dict[str, tuple[str, ...]] = {
    "CSV": ("text/csv", "comma-separated values"),
    "TSV": ("text/tab-separated-values", "tab separated values"),
    "XLS": ("application/vnd.ms-excel", "excel", "application/excel"),
    "XLSX": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
    "ODS": ("application/vnd.oasis.opendocument.spreadsheet",),
    "ODT": ("application/vnd.oasis.opendocument.text",),
    "DOC": ("application/msword", "word"),
    "DOCX": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
    "PPT": ("application/vnd.ms-powerpoint", "powerpoint"),
    "PPTX": ("application/vnd.openxmlformats-officedocument.presentationml.presentation",),
    "PDF": ("application/pdf",),
    "JSON": ("application/json",),
    "GeoJSON": ("application/geo+json", "application/vnd.geo+json"),
    "JSON-LD": ("application/ld+json", "jsonld"),
    "XML": ("application/xml", "text/xml"),
    "HTML": ("text/html", "htm", "web page"),
    "TXT": ("text/plain", "text", "plain"),
    "RDF": ("application/rdf+xml", "rdf/xml"),
    "TTL": ("text/turtle", "turtle"),
    "N3": ("text/n3",),
    "NT": ("application/n-triples",),
    "SPARQL": ("sparql endpoint",),
    "ZIP": ("application/zip", "application/x-zip-compressed"),
    "GZIP": ("application/gzip", "gz"),
    "TAR": ("application/x-tar",),
    "KML": ("application/vnd.google-earth.kml+xml",),
    "KMZ": ("application/vnd.google-earth.kmz",),
    "GML": ("application/gml+xml",),
    "GPX": ("application/gpx+xml",),
    "GeoPackage": ("application/geopackage+sqlite3", "gpkg"),
    "SHP": ("shapefile", "esri shapefile"),
    "WMS": ("ogc wms",),
    "WFS": ("ogc wfs",),
    "WMTS": ("ogc wmts",),
    "WCS": ("ogc wcs",),
    "CSW": ("ogc csw",),
    "Atom Feed": ("application/atom+xml", "atom"),
    "RSS": ("application/rss+xml",),
    "iCal": ("text/calendar", "ics", "icalendar"),
    "PNG": ("image/png",),
    "JPEG": ("image/jpeg", "jpg"),
    "GIF": ("image/gif",),
    "TIFF": ("image/tiff", "tif"),
    "GeoTIFF": ("image/geotiff",),
    "SVG": ("image/svg+xml",),
    "MP3": ("audio/mpeg",),
    "MP4": ("video/mp4",),
    "GTFS": (),
    "NetCDF": ("application/netcdf", "nc"),
    "API": (),
}
_BY_SPELLING = {
    spelling.lower(): name for name, others in _FORMATS.items() for spelling in (name, *others)
}
_MEDIA_TYPE = {name: others[0] for name, others in _FORMATS.items() if others and "/" in others[0]}


def canonical_format(text: str) -> str:
    """Return the usual name of a format; what is not known stays as it was typed."""
    return _BY_SPELLING.get(text.strip().lower(), text.strip())


def format_of_url(url: str) -> str:
    """Return the format that an address ends in, empty if it says nothing."""
    ending = _ending(url)
    return _BY_SPELLING.get(ending, "") if ending else ""


def media_type_of_url(url: str) -> str | None:
    """Return the media type that an address ends in."""
    ending = _ending(url)
    if not ending:
        return None
    return _MEDIA_TYPE.get(_BY_SPELLING.get(ending, "")) or mimetypes.guess_type(f"x.{ending}")[0]


def _ending(url: str) -> str:
    """Return the ending of a file's name; an address with a query names a service, not a file."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    last = parts.path.rsplit("/", 1)[-1]
    return last.rsplit(".", 1)[-1].lower() if "." in last and not parts.query else ""
