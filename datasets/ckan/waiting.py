"""What a program is told when the organization wants a second person before anything becomes public."""

from django.utils.translation import gettext as _

from datasets.models import Dataset
from datasets.reviewing import under_four_eyes
from datasets.selectors.reviews import versions_waiting

NOTICE = "review_notice"


def waiting_notice(dataset: Dataset) -> str:
    """Return the sentence, German and English; empty if nothing of the dataset waits."""
    if not under_four_eyes(dataset) or dataset.private:
        return ""
    waiting = versions_waiting().filter(resource__dataset_id=dataset.pk)
    if not dataset.workflow_in_progress and not waiting.exists():
        return ""
    own = _(
        "Eingereicht, nicht veröffentlicht: In dieser Organisation gibt eine zweite Person frei "
        "(Vier Augen). Bis dahin bleibt öffentlich, was es war."
    )
    return f"{own} / {ENGLISH}"


# Programs are written by people of many countries; CKAN's own messages are English too.
ENGLISH = (
    "Handed in, not published: this organization requires a second person to approve. "
    "Until then the public sees what it saw before."
)
