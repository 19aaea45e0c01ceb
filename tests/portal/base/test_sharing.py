"""Pictures for shared links: real letters where a face is there, legible ones where none is."""

import io

import pytest
from PIL import Image, ImageColor

from portal.base import sharing


@pytest.fixture(params=["as it is", "no face"])
def faces(request, monkeypatch):
    if request.param == "no face":
        monkeypatch.setattr(sharing, "FACES", ())
    sharing.face.cache_clear()
    sharing._font.cache_clear()
    yield
    monkeypatch.undo()
    sharing.face.cache_clear()
    sharing._font.cache_clear()


def card(title, bars=()):
    return sharing.Card(title, "Geschichte", "Offene Region", bars)


def right_third(image):
    part = image.convert("RGB").crop((800, 0, 1200, 630))
    return {colour for _number, colour in part.getcolors(1 << 20)}


def test_umlauts_are_seen(faces):
    assert sharing.draw(card("Straße")) != sharing.draw(card("Strage"))
    assert sharing.draw(card("Übung")) != sharing.draw(card("Ubung"))


def test_bars_fill_the_right_third_and_have_a_name_of_their_own(faces):
    bars = (("Moers", 87.0), ("Kleve", -3.0), ("Null", 0.0))
    plain, drawn = sharing.draw(card("A")), sharing.draw(card("A", bars))
    assert card("A").digest != card("A", bars).digest
    with Image.open(io.BytesIO(plain)) as one, Image.open(io.BytesIO(drawn)) as other:
        assert other.size == (1200, 630)
        assert ImageColor.getrgb(sharing.ACCENT) not in right_third(one)
        assert ImageColor.getrgb(sharing.ACCENT) in right_third(other)
