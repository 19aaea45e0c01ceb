"""Blocks refuse what readers could not use, in German, and render safely."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StructBlockValidationError
from wagtail.models import Page

from portal.base.blocks import (
    CalloutBlock,
    HeadingBlock,
    ImageBlock,
    LinkBlock,
    LinksBlock,
    QuoteBlock,
    TableBlock,
)
from portal.base.blocks.links import validate_address
from tests.labs.factories import make_image


def link(**fields):
    return LinkBlock().to_python({"label": "Weiter", "page": None, "url": "", **fields})


def test_an_image_needs_words(db):
    block = ImageBlock()
    value = block.to_python({"image": make_image().pk, "alternative_text": "", "caption": "x"})
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(value)
    message = caught.value.block_errors["alternative_text"].messages[0]
    assert message.startswith("Beschreiben Sie das Bild in einem Satz")
    assert block.clean_deferred(value)["caption"] == "x"


def test_an_image_shows_words_and_credit(db):
    image = make_image(description="Ein Fluss")
    image.credit = "Stadt Kleve"
    image.save()
    block = ImageBlock()
    html = block.render(block.to_python({"image": image.pk, "caption": "Am <Rhein>"}))
    assert 'alt="Ein Fluss"' in html
    assert "Am &lt;Rhein&gt;" in html
    assert "Bild: Stadt Kleve" in html


def test_an_image_that_is_gone_leaves_nothing(db):
    block = ImageBlock()
    assert "<figure" not in block.render(block.to_python({"image": None}))


@pytest.mark.parametrize(
    "address", ["https://example.org/a", "mailto:a@example.org", "/dataset/x", "http://x.de"]
)
def test_good_addresses(address):
    validate_address(address)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//evil.example", "example.org", "data:text/html,x", " /x"]
)
def test_bad_addresses(address):
    with pytest.raises(ValidationError):
        validate_address(address)


def test_a_link_has_exactly_one_target(db):
    page = Page.objects.get(depth=2)
    block = LinkBlock()
    for value in (link(), link(page=page.pk, url="/x")):
        with pytest.raises(StructBlockValidationError):
            block.clean(value)
    assert block.clean(link(url="/x")).href == "/x"
    assert block.clean_deferred(link()) == link()


def test_links_to_drafts_are_left_out(db):
    page = Page.objects.get(depth=2)
    page.live = False
    page.save()
    block = LinksBlock()
    entry = {"label": "Entwurf", "page": page.pk, "url": ""}
    html = block.render(block.to_python({"title": "Mehr", "links": [entry]}))
    assert "Entwurf" not in html


def test_headings_have_anchors_and_levels():
    block = HeadingBlock(levels=(3, 4))
    html = block.render(block.to_python({"text": "Über uns", "level": "3"}))
    assert '<h3 class="block-heading" id="abschnitt-ueber-uns">Über uns</h3>' in html
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"text": "x", "level": "2"}))


@pytest.mark.parametrize(
    ("style", "word"), [("hinweis", "Hinweis"), ("tipp", "Tipp"), ("achtung", "Achtung")]
)
def test_a_callout_says_its_kind_in_words(style, word):
    block = CalloutBlock()
    html = block.render(block.to_python({"style": style, "title": "Los", "text": "<p>x</p>"}))
    assert f"{word}: Los" in html


def test_a_quote_escapes():
    block = QuoteBlock()
    html = block.render(block.to_python({"text": "<script>", "source": "Wer"}))
    assert "„&lt;script&gt;“" in html


def test_tables_have_heads_and_a_caption():
    block = TableBlock()
    value = {
        "caption": "Plätze",
        "columns": [{"type": "text", "heading": "Stadt"}, {"type": "number", "heading": "Zahl"}],
        "rows": [{"values": ["Kleve", "26"]}],
    }
    html = block.render(block.to_python(value))
    assert "<caption>Plätze</caption>" in html
    assert '<th scope="col">Stadt</th>' in html
    assert '<td class="num">26</td>' in html
