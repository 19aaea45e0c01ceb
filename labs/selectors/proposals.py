"""What all labs propose: one list, one file."""

from collections.abc import Iterator
from typing import Any

from labs.listing import Choice, Listed, sliced, visible
from labs.models.labs import LabPage
from labs.models.progress import LabProposal, ProposalState

HEADER = (
    "labor", "vorschlag", "begruendung", "adressat", "stand", "stand_seit", "beleg",
    "beleg_adresse", "seite",
)  # fmt: skip


def public_proposals() -> Any:
    """Return the proposals of all labs that everybody may see."""
    labs = visible(LabPage.objects.all())
    return (
        LabProposal.objects.filter(lab__in=labs.values("pk"))
        .select_related("lab")
        .order_by("lab__title", "sort_order", "pk")
    )


def proposal_list(*, state: str, number: str) -> Listed:
    """Return the proposals of one state, or all, with the states to choose from."""
    proposals = public_proposals()
    known = list(proposals.values_list("state", flat=True))
    choices = tuple(
        Choice(value, str(label), known.count(value), value == state)
        for value, label in ProposalState.choices
        if value in known
    )
    if state in ProposalState.values:
        proposals = proposals.filter(state=state)
    return Listed(sliced(proposals, number, size=30), choices, {"stand": state} if state else {})


def proposal_rows() -> Iterator[tuple[str, ...]]:
    """Yield the proposals as rows of a table, below `HEADER`."""
    for row in public_proposals().iterator(chunk_size=200):
        yield (
            row.lab.title,
            row.title,
            row.text,
            row.addressee,
            row.get_state_display(),
            row.state_since.isoformat() if row.state_since else "",
            row.evidence,
            row.evidence_url,
            row.lab.full_url or "",
        )
