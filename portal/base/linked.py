"""Pages as JSON-LD, for search engines: what it is, whom it is from, since when."""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

# Inside a script element only these could end it early.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def script(data: dict[str, Any]) -> SafeString:
    """Return the data as a script element; it is never run, so the content policy allows it."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    # The text holds no sign that could end the element.
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def about_page(page: Any, **more: Any) -> dict[str, Any]:
    """Return what is true of every page; empty values are left out."""
    name = settings.PORTAL_NAME
    data = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "@id": page.full_url,
        "url": page.full_url,
        "name": page.title,
        "description": page.search_description or page.summary,
        "inLanguage": page.locale.language_code if page.locale_id else "de",
        "datePublished": page.first_published_at.isoformat() if page.first_published_at else None,
        "dateModified": page.last_published_at.isoformat() if page.last_published_at else None,
        "publisher": {"@type": "Organization", "name": name, "url": settings.PORTAL_BASE_URL},
        **more,
    }
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}
