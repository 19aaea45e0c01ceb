"""What a dataset's description could say, from its file and from similar datasets."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from datasets.models import Dataset, ResourceVersion
from datasets.permissions import search_labels
from datasets.schemas.describing import PLACE, detail, years_of
from datasets.schemas.matching import folded
from portal.base.models import User
from search.catalogue import CatalogueQuery, catalogue_search
from search.errors import SearchError

SIMILAR = 5
KEYWORDS = 6
NAMED = 8
MIN_WORD = 4
WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True)
class Suggestions:
    """Values to start from, each with where it comes from."""

    title: str
    notes: str
    license: str
    keywords: tuple[str, ...]
    themes: tuple[Any, ...]
    maintainer: str
    maintainer_email: str
    place: str
    begin: str
    end: str
    similar: tuple[Dataset, ...]


def suggestions_for(dataset: Dataset, version: ResourceVersion, user: User) -> Suggestions:
    """Return what could be filled in; the person decides."""
    similar = similar_datasets(dataset, user)
    own = list(
        Dataset.objects.existing()
        .filter(organization_id=dataset.organization_id)
        .exclude(pk=dataset.pk)
        .order_by("-modified_at")[:20]
    )
    licenses = Counter(row.license for row in [*own, *similar] if row.license)
    contact = next((row for row in own if row.maintainer or row.maintainer_email), None)
    title = _title(dataset, similar)
    begin, end = years_of(version.schema.get("fields", []), version.profile)
    places = (detail(row.additional, PLACE) for row in own)
    return Suggestions(
        title=title,
        notes=description_of(title, dataset, version),
        license=licenses.most_common(1)[0][0] if licenses else "dl-de/by-2-0",
        keywords=_keywords(similar),
        themes=_themes(similar),
        maintainer=(contact.maintainer or "") if contact else str(dataset.organization or ""),
        maintainer_email=(contact.maintainer_email or "") if contact else "",
        place=next((place for place in places if place), ""),
        begin=begin,
        end=end,
        similar=tuple(similar),
    )


def _title(dataset: Dataset, similar: list[Dataset]) -> str:
    """Return the title, with words of a file's name spelt as similar titles spell them."""
    words = [
        word
        for row in reversed(similar)
        for word in WORD.findall(row.title)
        if not (word.isupper() or word.islower())
    ]
    # The later ones win: those of the best title, and those that are surely no makeshift.
    known = {folded(word): word for word in sorted(words, key=lambda w: not _makeshift(w))}

    def spelt(found: re.Match[str]) -> str:
        word = found[0]
        return known.get(folded(word), word) if _makeshift(word) else word

    return WORD.sub(spelt, dataset.title)


def _makeshift(word: str) -> bool:
    """Say whether a word looks as file names spell it: small, or with ae for ä."""
    return word.islower() or bool(re.search("ae|oe|ue|ss", word.lower()))


def similar_datasets(dataset: Dataset, user: User) -> list[Dataset]:
    """Return the datasets that the search finds for the words of the title, the best first."""
    words = [w for w in dataset.title.split() if len(w) >= MIN_WORD and not w.isdigit()]
    safe = ["".join(c for c in word if c.isalnum()) for word in words]
    if not any(safe):
        return []
    query = CatalogueQuery(
        q=" OR ".join(word for word in safe if word), rows=SIMILAR + 1, labels=search_labels(user)
    )
    try:
        keys = catalogue_search(query).keys
    except SearchError:
        return []
    ids = [key.split(":", 1)[1] for key in keys]
    rows = Dataset.objects.existing().filter(pk__in=ids).exclude(pk=dataset.pk)
    found = {row.pk: row for row in rows.prefetch_related("tags", "themes")}
    return [found[pk] for pk in ids if pk in found][:SIMILAR]


def _keywords(similar: list[Dataset]) -> tuple[str, ...]:
    counted = Counter(
        tag.name for row in similar for tag in row.tags.all() if tag.vocabulary_id is None
    )
    return tuple(word for word, _count in counted.most_common(KEYWORDS))


def _themes(similar: list[Dataset]) -> tuple[Any, ...]:
    counted = Counter(theme for row in similar for theme in row.themes.all())
    return tuple(theme for theme, _count in counted.most_common(1))


def description_of(title: str, dataset: Dataset, version: ResourceVersion) -> str:
    """Say in two sentences what the file holds."""
    fields = version.schema.get("fields", [])
    if not fields or version.rows is None:
        return ""
    names = [str(field.get("title") or field["name"]) for field in fields]
    listed = ", ".join(names[:NAMED]) + (" und weiteren" if len(names) > NAMED else "")
    rows = "1 Zeile" if version.rows == 1 else f"{version.rows:,} Zeilen".replace(",", ".")
    owner = f" – herausgegeben von {dataset.organization}" if dataset.organization else ""
    return f"{title}{owner}. Die Tabelle hat {rows} mit den Angaben {listed}."
