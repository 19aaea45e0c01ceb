"""A large catalogue for the benchmark of the API: the same records over HTTP or straight into the tables.

python -m tests.benchmarks.catalogue_material COUNT fills the portal of $PORTAL_DATA up to COUNT datasets.
Dataset number i depends on i alone, so two portals hold the same.
"""

import os
import random
import sys
from typing import Any

PLACES = [
    "Aalen",
    "Bonn",
    "Borken",
    "Celle",
    "Düren",
    "Emden",
    "Fulda",
    "Geldern",
    "Gera",
    "Goch",
    "Hagen",
    "Hameln",
    "Jena",
    "Kamen",
    "Kiel",
    "Kleve",
    "Köln",
    "Lünen",
    "Moers",
    "Münster",
    "Neuss",
    "Olpe",
    "Plön",
    "Rees",
    "Rheine",
    "Siegen",
    "Soest",
    "Stade",
    "Trier",
    "Ulm",
    "Unna",
    "Viersen",
    "Wesel",
    "Witten",
    "Xanten",
    "Zwickau",
]
SUBJECTS = {
    "bildung": "Schulen Kitas Büchereien Musikschulen",
    "gesundheit": "Apotheken Arztpraxen Pflegeheime",
    "umwelt": "Straßenbäume Grünflächen Luftmesswerte Trinkwasser",
    "verkehr": "Radwege Zählstellen Parkplätze Ladesäulen Haltestellen",
    "verwaltung": "Haushalt Wahlergebnisse Ratsbeschlüsse Öffnungszeiten",
}
FORMS = ["Standorte", "Zeitreihe", "Übersicht", "Verzeichnis", "Bestand", "Messwerte"]
SENTENCES = [
    "Jede Zeile beschreibt einen Eintrag mit Nummer, Bezeichnung, Straße und Lage.",
    "Erhoben vom zuständigen Fachamt, fortgeschrieben zum Ende jedes Quartals.",
    "Flächen Dritter sind nicht enthalten.",
    "Die Lage ist auf fünf Stellen genau angegeben.",
    "Frühere Stände bleiben als eigene Fassung abrufbar.",
    "Rückfragen beantwortet die Geschäftsstelle für offene Daten.",
    "Kleine Fallzahlen sind aus Gründen des Datenschutzes zusammengefasst.",
]
FORMATS = ["CSV", "CSV", "JSON", "GeoJSON", "XLSX", "PDF", "WMS", "XML"]
LICENCES = ["dl-de-by-2.0", "dl-de-zero-2.0", "cc-by", "cc-zero"]
PAIRS = [(theme, word) for theme, words in SUBJECTS.items() for word in words.split()]
_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slug(text: str) -> str:
    """Return a text as part of an address."""
    return text.lower().translate(_ASCII)


def package(number: int) -> dict[str, Any]:
    """Return a dataset as it is sent to `package_create`."""
    dice = random.Random(number * 104_729 + 11)
    (theme, word), place = dice.choice(PAIRS), dice.choice(PLACES)
    form, year = dice.choice(FORMS), dice.randrange(2010, 2027)
    other = dice.choice(PAIRS)[1]
    return {
        "name": f"{slug(word)}-{slug(place)}-{number}",
        "title": f"{word} in {place} {year}: {form}",
        "owner_org": f"stadt-{slug(place)}",
        "notes": " ".join(dice.choices(SENTENCES, k=dice.randint(4, 9))),
        "license_id": dice.choice(LICENCES),
        "author": f"Stadt {place}",
        "maintainer": f"Amt für {other}",
        "groups": [{"name": theme}],
        "tags": [{"name": tag} for tag in dict.fromkeys([word, place, form, str(year), other])],
        "extras": [
            {"key": "issued", "value": f"{year}-{dice.randint(1, 12):02}-01"},
            {"key": "frequency", "value": dice.choice(["jährlich", "monatlich", "täglich"])},
        ],
        "resources": [
            {
                "name": f"{word} {year} ({form})",
                "url": f"https://daten.{slug(place)}.example/{number}/{n}.{form.lower()}",
                "format": form,
                "description": dice.choice(SENTENCES),
            }
            for n, form in enumerate(dice.choices(FORMATS, k=dice.randint(1, 4)))
        ],
    }


def bodies() -> list[tuple[str, dict[str, str]]]:
    """Return the actions that make the organizations and groups, with what they are sent."""
    made = [
        ("organization_create", {"name": f"stadt-{slug(place)}", "title": f"Stadt {place}"})
        for place in PLACES
    ]
    return made + [
        ("group_create", {"name": theme, "title": theme.capitalize()}) for theme in SUBJECTS
    ]


def fill(count: int, *, chunk: int = 1000) -> None:
    """Bring the portal to so many datasets, then build the index."""
    # Django is set up only when this module is run as a program.
    from datasets.models import Dataset, Organization, Theme
    from datasets.services.bodies import organization_create, theme_create
    from search.api import rebuild

    for action, fields in bodies():
        model, make = (
            (Organization, organization_create)
            if action == "organization_create"
            else (Theme, theme_create)
        )
        if not model.objects.filter(name=fields["name"]).exists():
            make(actor=None, check=False, **fields)
    owners = dict(Organization.objects.values_list("name", "pk"))
    themes = dict(Theme.objects.values_list("name", "pk"))
    for start in range(Dataset.objects.count(), count, chunk):
        numbers = range(start, min(start + chunk, count))
        _insert([package(number) for number in numbers], owners, themes)
    rebuild()


def _insert(packages: list[dict[str, Any]], owners: dict[str, str], themes: dict[str, str]) -> None:
    """Write some datasets straight into the tables, their stored texts included."""
    from django.db import transaction

    from datasets.ckan.renderings import store_renderings
    from datasets.models import Dataset, Resource, Tag

    with transaction.atomic():
        words = {tag["name"] for sent in packages for tag in sent["tags"]}
        known = dict(Tag.objects.filter(vocabulary=None).values_list("name", "pk"))
        new = [Tag(name=word) for word in sorted(words - known.keys())]
        Tag.objects.bulk_create(new)
        known |= {tag.name: tag.pk for tag in new}
        rows = [
            Dataset(
                name=sent["name"], title=sent["title"], notes=sent["notes"], license=sent["license_id"],
                author=sent["author"], maintainer=sent["maintainer"], additional=sent["extras"],
                organization_id=owners[sent["owner_org"]], live=True,
            )
            for sent in packages
        ]  # fmt: skip
        Dataset.objects.bulk_create(rows)
        both = list(zip(rows, packages, strict=True))
        Dataset.tags.through.objects.bulk_create(
            Dataset.tags.through(dataset_id=row.pk, tag_id=known[tag["name"]])
            for row, sent in both
            for tag in sent["tags"]
        )
        Dataset.themes.through.objects.bulk_create(
            Dataset.themes.through(dataset_id=row.pk, theme_id=themes[theme["name"]])
            for row, sent in both
            for theme in sent["groups"]
        )
        Resource.objects.bulk_create(
            Resource(dataset=row, position=position, **fields)
            for row, sent in both
            for position, fields in enumerate(sent["resources"])
        )
        store_renderings([row.pk for row in rows])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
    import django

    django.setup()
    fill(int(sys.argv[1]))
