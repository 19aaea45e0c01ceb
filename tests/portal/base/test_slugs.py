import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.base.slugs import german_slug, unique_slugs


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Größe der Straße", "groesse-der-strasse"),
        ("ÄÖÜ äöü ß ẞ", "aeoeue-aeoeue-ss-ss"),
        ("Übergänge", "uebergaenge"),  # decomposed umlauts
        ("Café & Co.", "cafe-co"),
        ("Bad Belzig | Wiesenburg/Mark", "bad-belzig-wiesenburg-mark"),
        ("  –  ", ""),
    ],
)
def test_german_slugs(text, slug):
    assert german_slug(text) == slug


def test_long_titles_are_cut_at_a_word():
    assert german_slug("Wort " * 30, length=22) == "wort-wort-wort-wort"
    assert german_slug("x" * 30, length=22) == "x" * 22


@given(st.text())
def test_slugs_are_plain_and_stable(text):
    slug = german_slug(text, fallback="seite")
    assert slug
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert german_slug(slug) == slug
    assert len(slug) <= 100


def test_equal_titles_have_different_anchors():
    assert unique_slugs(["Fazit", "Fazit", "…"], prefix="kapitel") == [
        "kapitel-fazit",
        "kapitel-fazit-2",
        "kapitel-abschnitt",
    ]
