"""Addresses that Germans can read aloud: ä becomes ae, ß becomes ss."""

import re
import unicodedata
from typing import Any

MAX_SLUG = 100
_FOLDED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe"}
)


def german_slug(text: str, *, fallback: str = "", length: int = MAX_SLUG) -> str:
    """Return lower-case letters a-z, digits and hyphens; cut at a word where possible."""
    folded = unicodedata.normalize("NFC", text).lower().translate(_FOLDED)
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(slug) > length:
        slug = slug[: length + 1].rpartition("-")[0] or slug[:length]
    return slug.strip("-") or fallback


def unique_slugs(texts: list[str], *, prefix: str) -> list[str]:
    """Return a slug for each text, numbered where two would be equal: anchors on one page."""
    seen: dict[str, int] = {}
    slugs = []
    for text in texts:
        slug = f"{prefix}-{german_slug(text, fallback='abschnitt', length=60)}"
        seen[slug] = seen.get(slug, 0) + 1
        slugs.append(slug if seen[slug] == 1 else f"{slug}-{seen[slug]}")
    return slugs


def free_slug(text: str, others: Any, *, fallback: str) -> str:
    """Return a slug of the text that none of the other records has."""
    wanted = german_slug(text, fallback=fallback, length=MAX_SLUG - 5)
    taken = set(others.filter(slug__startswith=wanted).values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{wanted}-{n}") not in taken)
