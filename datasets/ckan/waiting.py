"""What a program is told when the organization wants a second person before anything becomes public."""

from django.utils.translation import gettext as _

from datasets.models import Dataset, ResourceVersion
from datasets.reviewing import under_four_eyes

NOTICE = "review_notice"


def waiting_notice(dataset: Dataset) -> str:
    """Return the sentence, German and English; empty if nothing of the dataset waits."""
    if not under_four_eyes(dataset) or dataset.private:
        return ""
    waiting = ResourceVersion.objects.filter(
        resource__dataset_id=dataset.pk,
        review_requested_at__isnull=False,
        published_at__isnull=True,
        withdrawn_at__isnull=True,
    )
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
