"""The demo's video plays in a page under the portal's policy: it jumps, has captions and words."""

from typing import Any

import pytest
from playwright.sync_api import Page, Response

from tests.serving import Served

pytestmark = pytest.mark.e2e
STORY = "/labore/labor-niederrhein-moers-geldern-kleve/offene-daten-fuer-spielplaetze/"
# Plays a little, jumps to near the end, and says what was seen.
PLAY = """async video => {
    const heard = (name, there) => new Promise(done => {
        const look = () => there() && (video.removeEventListener(name, look), done());
        video.addEventListener(name, look);
        look();
    });
    video.muted = true;
    await video.play();
    await heard("timeupdate", () => video.currentTime > 0);
    video.pause();
    const wanted = video.duration - 1;
    video.currentTime = wanted;
    await heard("seeked", () => !video.seeking && Math.abs(video.currentTime - wanted) < 0.5);
    const [track] = video.textTracks;
    const element = video.querySelector("track");
    if (element.readyState < 2) {
        await new Promise(done => ["load", "error"].forEach(n => element.addEventListener(n, done)));
    }
    return {
        failed: video.error && video.error.message,
        width: video.videoWidth,
        mode: track.mode,
        cues: [...track.cues].map(cue => cue.text),
    };
}"""


def test_a_video_plays_jumps_and_shows_its_captions(page: Page, portal: Served) -> None:
    problems: list[str] = []
    sent: list[Response] = []
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("response", lambda answer: sent.append(answer) if "/documents/" in answer.url else None)
    page.goto(portal.url + STORY)
    figure = page.locator("figure.video").first
    figure.scroll_into_view_if_needed()
    # Nothing of it is loaded before somebody wants it.
    assert [answer.url for answer in sent if answer.url.endswith(".webm")] == []
    seen: dict[str, Any] = figure.locator("video").evaluate(PLAY)
    assert seen["failed"] is None
    assert seen["width"] == 640
    assert seen["mode"] == "showing"
    assert len(seen["cues"]) == 3
    assert "Ein Spielplatz mit Schaukel" in seen["cues"][0]
    films = [answer for answer in sent if answer.url.endswith(".webm")]
    assert {answer.status for answer in films} == {206}
    part = page.request.get(films[0].url, headers={"Range": "bytes=100-199"})
    assert (part.status, len(part.body())) == (206, 100)
    assert part.headers["content-range"].startswith("bytes 100-199/")
    figure.locator("summary").click()
    assert figure.locator(".video__words .prose").is_visible()
    assert "Video:" in figure.locator("figcaption").inner_text()
    box = figure.locator("video").bounding_box()
    assert box is not None
    assert box["width"] <= page.evaluate("window.innerWidth")
    assert problems == []
