"""What the search reads of a text with figures: their current numbers."""

import pytest

from home.search import PAGES
from labs.search import STORIES
from tests.labs.factories import make_story
from tests.labs.figures.conftest import make_figure, sentence, table, upload


def body_of(story):
    [document] = STORIES.get_documents([f"story:{story.pk}"])
    return document.body


def test_the_index_reads_the_current_number_and_follows_it(tree, dataset, resource, monkeypatch):
    figure = make_figure(resource)
    story = make_story(tree.lab, title="Spielplätze", body=[sentence(figure)])
    story.save_revision().publish()
    assert "In Moers gibt es 87 Spielplätze." in body_of(story)
    told = []
    monkeypatch.setattr("labs.news.touch", told.extend)
    upload(resource, table(91))
    assert f"story:{story.pk}" in told
    assert "In Moers gibt es 91 Spielplätze." in body_of(story)


def test_a_number_that_nobody_may_see_is_not_read(tree, dataset, resource):
    figure = make_figure(resource)
    type(figure).objects.filter(pk=figure.pk).update(shown=None)
    story = make_story(tree.lab, title="Spielplätze", body=[sentence(figure)])
    assert "87" not in body_of(story)


@pytest.mark.parametrize("text", ["<p>Nichts.</p>", '<p><embed embedtype="zahl" id="x"/></p>'])
def test_texts_without_figures_stay_as_they_are(tree, text):
    story = make_story(tree.lab, title="Ohne", body=[{"type": "paragraph", "value": text}])
    assert "embed" not in body_of(story)
    assert list(PAGES.get_documents([])) == []
