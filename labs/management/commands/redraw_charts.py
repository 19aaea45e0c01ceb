"""Draw the charts of an older release anew; `init` does it after an update."""

from typing import Any

from django.core.management.base import BaseCommand

from labs.charts.redrawing import redraw


class Command(BaseCommand):
    """`manage.py redraw_charts`: a second run changes nothing."""

    requires_system_checks = ()
    help = "Zeichnet Diagramme einer älteren Fassung des Portals neu."

    def handle(self, *args: Any, **options: Any) -> None:
        """Draw, and say how many there were."""
        if done := redraw():
            self.stdout.write(f"{done} Diagramme neu gezeichnet.")
