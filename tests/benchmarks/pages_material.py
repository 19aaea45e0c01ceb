"""A story with three charts and five living figures in the portal of $PORTAL_DATA; prints its address."""

import os


def fill() -> str:
    """Add the table, the charts, the figures and the story to the first lab; return the story's path."""
    from datasets.services.datasets import dataset_create
    from labs.models import LabPage
    from tests.labs.factories import make_story, paragraph
    from tests.labs.figures.conftest import (
        make_chart,
        make_figure,
        picture,
        sentence,
        table,
        take_in,
    )

    changes = {
        "name": "bench-plaetze",
        "title": "Spielplätze des Vergleichs",
        "notes": "Für die Messung.",
        "license": "cc-by",
    }
    resource = take_in(dataset_create(actor=None, changes=changes, check=False), table(87))
    kinds = ("bar", "line", "share")
    body = [
        block
        for number, kind in enumerate(kinds)
        for block in (
            paragraph("Worum es in diesem Abschnitt geht. " * 20),
            picture(make_chart(resource, title=f"Bild {number}", kind=kind)),
        )
    ]
    body += [sentence(make_figure(resource, label=f"Zahl {number}")) for number in range(5)]
    lab = LabPage.objects.live().order_by("path").first()
    return make_story(lab, title="Die Geschichte der Messung", body=body).url


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
    import django

    django.setup()
    print(fill())
