"""Blocks show how they will look before they are chosen, and paragraphs have addresses that stay."""

import pytest
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from labs.blocks import BodyBlock
from labs.blocks.recipes import (
    AgendaBlock,
    IngredientBlock,
    MistakeBlock,
    ReferenceBlock,
    StepBlock,
)
from labs.models import EventPage, GuidePage, LabPage, MethodPage, StoryPage
from tests.labs.factories import make_image, make_story, paragraph

PLAIN = {
    "paragraph",
    "heading",
    "quote",
    "callout",
    "table",
    "links",
    "image",
    "dataset",
    "video",
    "chart",
}
RECIPES = (AgendaBlock, IngredientBlock, MistakeBlock, ReferenceBlock, StepBlock)


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_blocks_of_a_body_have_a_preview_and_say_what_they_are_for(db, name, rf):
    image = make_image(description="Ein Fluss")
    image.credit = "Stadt Kleve"
    image.save()
    block = BodyBlock().child_blocks[name]
    assert block.is_previewable
    assert str(block.meta.description)
    value = block.get_preview_value()
    html = block.render(value, block.get_preview_context(value, {"request": rf.get("/")}))
    assert html.strip() or name in ("dataset", "chart")


@pytest.mark.parametrize("kind", RECIPES)
def test_parts_of_recipes_and_agendas_have_a_preview(kind):
    block = kind()
    assert block.is_previewable
    assert block.render(block.get_preview_value()).strip()


def streams(block):
    """Return how many streams of blocks lie inside each other."""
    children = list(getattr(block, "child_blocks", {}).values())
    inner = max(map(streams, children), default=0)
    return inner + isinstance(block, StreamBlock)


def test_streams_lie_at_most_two_levels_deep():
    for model in (StoryPage, GuidePage, LabPage, MethodPage, EventPage):
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                assert streams(field.stream_block) <= 2


def test_paragraphs_keep_their_address_when_something_is_put_before_them(tree, client):
    kept = {**paragraph("Eins.</p><p>Zwei."), "id": "0a1b2c3d-0000-0000-0000-000000000000"}
    story = make_story(tree.lab, body=[kept])
    html = client.get(story.url).content.decode()
    assert '<p id="p-0a1b2c3d-2"' in html
    story.body = [paragraph("Neu davor."), kept]
    story.save()
    assert '<p id="p-0a1b2c3d-2"' in client.get(story.url).content.decode()
