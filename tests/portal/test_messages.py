"""The English interface: complete words, whole placeholders, a compiled catalogue that is up to date."""

import gettext as stdlib_gettext
import io
from collections import Counter
from pathlib import Path

import pytest
from django.utils import translation

from portal.management import catalogues
from portal.management.catalogues import Catalogue, Text

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = ROOT / "portal" / "locale" / "en" / "LC_MESSAGES" / "django.po"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return catalogues.read(ENGLISH)


def test_the_compiled_catalogue_is_made_from_the_readable_one(catalogue):
    assert ENGLISH.with_suffix(".mo").read_bytes() == catalogues.compiled(catalogue)


def test_every_text_of_the_interface_has_english_words(catalogue):
    """Mended by `make messages` and `docs/translation.md`."""
    assert [text.one for text in catalogues.missing(ROOT, catalogue)] == []


def test_translations_keep_placeholders_marks_and_edges(catalogue):
    assert list(catalogues.broken(catalogue)) == []


def test_no_two_texts_share_a_singular_with_different_plurals(catalogue):
    seen = Counter((text.context, text.one) for text in catalogue.texts)
    assert [one for one, count in seen.items() if count > 1] == []


def test_german_texts_stay_as_written(catalogue):
    """Django's and Wagtail's own German catalogues know some of the same words in another sense."""
    with translation.override("de"):
        changed = {
            text.one: said
            for text in catalogue.texts
            if not text.context and (said := translation.gettext(text.one)) != text.one
        }
    assert changed == {}


def test_gettext_reads_what_was_compiled():
    made = Catalogue(
        {
            Text("Baum", "Bäume"): ("tree", "trees"),
            Text("Bank", context="Geld"): ("bank",),
            Text("Zeile\n„eins“"): ('row\n"one"',),
            Text("offen"): ("",),
        }
    )
    read = stdlib_gettext.GNUTranslations(io.BytesIO(catalogues.compiled(made)))
    assert (read.ngettext("Baum", "Bäume", 1), read.ngettext("Baum", "Bäume", 2)) == (
        "tree",
        "trees",
    )
    assert read.pgettext("Geld", "Bank") == "bank"
    assert read.gettext("Zeile\n„eins“") == 'row\n"one"'
    assert read.gettext("offen") == "offen"


def test_what_is_written_is_read_again(tmp_path):
    made = Catalogue({Text('a "b"\\\n', "c"): ("x\\", 'y"'), Text("ohne"): ("",)})
    catalogues.write(tmp_path / "x.po", made)
    assert catalogues.read(tmp_path / "x.po") == made


def test_texts_of_python_and_templates_are_found(tmp_path):
    for app in catalogues.APPS:
        (tmp_path / app / "templates").mkdir(parents=True)
    (tmp_path / "portal" / "a.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext\n"
        "from django.utils import translation\n"
        "x = _('zwei ' 'Teile'), ngettext('ein', 'viele', 2), translation.gettext('drei')\n"
        "other('nein')\n"
    )
    (tmp_path / "home" / "templates" / "b.html").write_text(
        "{% load i18n %}{% translate 'vier' %}{{ d|date:_(\"j. F\") }}"
        "{% blocktranslate count n=n %}{{ n }} Ding{% plural %}{{ n }} Dinge{% endblocktranslate %}"
    )
    assert catalogues.texts_of(tmp_path) == {
        Text("zwei Teile"),
        Text("ein", "viele"),
        Text("drei"),
        Text("vier"),
        Text("j. F"),
        Text("%(n)s Ding", "%(n)s Dinge"),
    }
