"""Small pictures for the inside of a table's cell."""

from __future__ import annotations

from collections.abc import Sequence

from datasets.charts import drawing as d

WIDTH, HEIGHT = 120, 28


def histogram_svg(counts: Sequence[int], *, description: str) -> str:
    """Draw how many values lie in each span, as bars; the description says it in words."""
    if not counts or not max(counts):
        return ""
    width = WIDTH / len(counts)
    bars = []
    for i, count in enumerate(counts):
        height = max(1.5, count / max(counts) * HEIGHT) if count else 0.5
        bars.append(
            f'<rect x="{d.num(i * width)}" y="{d.num(HEIGHT - height)}" width="{d.num(width - 1)}"'
            f' height="{d.num(height)}" class="chart__s1" fill="{d.COLOURS[0]}"/>'
        )
    words = d.clean(description).replace('"', "&quot;")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}"'
        f' height="{HEIGHT}" role="img" aria-label="{words}" class="spark">{"".join(bars)}</svg>'
    )
