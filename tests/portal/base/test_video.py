"""Videos: nobody is left out, nothing comes from elsewhere, parts are sent on request."""

import pytest
from django.core.files.base import ContentFile
from wagtail.blocks import StructBlockValidationError

from labs.editorial.checks import check_page
from portal.base.blocks import VideoBlock
from portal.base.models import PortalDocument
from tests.labs.factories import Tree, make_image, make_story

CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nHallo.\n"


def document(name, content=b"0123456789"):
    return PortalDocument.objects.create(title=name, file=ContentFile(content, name=name))


@pytest.fixture
def raw(db):
    """Return a complete video as a body stores it."""
    poster = make_image(description="Schaukel")
    poster.credit = "Stadt Kleve"
    poster.save()
    return {
        "title": "Rundgang",
        "file": document("rundgang.webm").pk,
        "captions": document("rundgang.vtt", CAPTIONS).pk,
        "language": "de",
        "transcript": "<p>Hallo.</p>",
        "poster": poster.pk,
        "credit": "Stadt Kleve",
        "url": "",
    }


def test_a_complete_video_plays_without_scripts_and_with_captions(raw):
    block = VideoBlock()
    value = block.to_python(raw)
    assert block.clean(value)["title"] == "Rundgang"
    html = block.render(value)
    assert 'controls preload="none"' in html
    assert 'type="video/webm"' in html
    assert '<track kind="captions"' in html
    assert "<script" not in html
    assert "style=" not in html


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("captions", None),
        ("transcript", ""),
        ("poster", None),
        ("credit", ""),
        ("url", "https://example.org/film"),  # two videos at once
    ],
)
def test_what_is_missing_is_said_where_it_is_missing(raw, name, value):
    block = VideoBlock()
    video = block.to_python({**raw, name: value})
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(video)
    assert list(caught.value.block_errors) == [name]
    assert block.clean_deferred(video)["title"] == "Rundgang"


def test_other_files_are_refused(raw):
    other = document("rundgang.avi").pk
    value = VideoBlock().to_python({**raw, "file": other, "captions": other})
    assert list(value.missing()) == ["file", "captions"]


def test_the_video_of_another_site_is_a_link(db):
    block = VideoBlock()
    value = block.to_python({"title": "Film", "url": "https://example.org/film"})
    assert block.clean(value).host == "example.org"
    html = block.render(value)
    assert '<a href="https://example.org/film">' in html
    assert "<video" not in html
    assert "<iframe" not in html


def test_the_check_of_a_text_names_what_a_video_lacks(raw):
    story = make_story(Tree().lab, body=[{"type": "video", "value": {**raw, "captions": None}}])
    hints = [hint.text for hint in check_page(story).hints if hint.kind == "Video"]
    assert len(hints) == 1
    assert "Untertitel fehlen" in hints[0]


def test_parts_of_a_video_are_sent_and_the_policy_lets_it_play(raw, client):
    video = PortalDocument.objects.get(pk=raw["file"])
    whole = client.get(video.url)
    assert b"".join(whole.streaming_content) == b"0123456789"
    assert whole["Accept-Ranges"] == "bytes"
    assert whole["Content-Type"] == "video/webm"
    part = client.get(video.url, headers={"range": "bytes=2-4"})
    assert part.status_code == 206
    assert part["Content-Range"] == "bytes 2-4/10"
    assert part["Content-Length"] == "3"
    assert not {"Content-Encoding"} & set(part.headers)
    assert part.headers.get("ETag") != '""'
    assert b"".join(part.streaming_content) == b"234"
    assert client.get(video.url, headers={"range": "bytes=50-"}).status_code == 416
    assert "media-src 'self'" in client.get("/gesundheit")["Content-Security-Policy"]
