"""The picture that other sites show beside a link, drawn from a page's title and first chart."""

import hashlib
import io
import textwrap
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont, ImageOps

WIDTH, HEIGHT, MARGIN = 1200, 630, 72
BACK, LIGHT, SOFT, ACCENT = "#063b42", "#f2fbfa", "#bcd9d7", "#ffd0b5"
# Size of the letters and number of them in a line, for titles up to so many letters.
SIZES = ((40, 84, 22), (80, 66, 29), (140, 54, 36), (10_000, 44, 44))
LINES = 6
BARS = 6
# Letters of a face that most systems have; where none is found, those that come with Pillow do.
FACES = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "NotoSans-Regular.ttf", "Arial.ttf")


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on the picture."""

    title: str
    kicker: str
    portal: str
    # Labels and values of the first chart.
    bars: tuple[tuple[str, float], ...] = ()

    @property
    def digest(self) -> str:
        """Return a name for exactly this picture."""
        text = "\0".join(("3", face(), self.title, self.kicker, self.portal, repr(self.bars)))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


# The letters that come with Pillow know no umlauts: their dots are drawn, other signs are rewritten.
DOTTED = dict(zip("äöüÄÖÜ", "aouAOU", strict=True))
REWRITTEN = str.maketrans(
    {"ß": "ss", "„": '"', "“": '"', "”": '"', "‚": "'", "‘": "'", "’": "'", "–": "-", "—": "-",
     "…": "...", "·": "-", "«": '"', "»": '"', "€": "Euro"}
)  # fmt: skip


@lru_cache(maxsize=1)
def face() -> str:
    """Return the face of letters that is there; empty if only Pillow's own are."""
    for name in FACES:
        try:
            ImageFont.truetype(name, 20)
        except OSError:
            continue
        return name
    return ""


def plain(text: str) -> str:
    """Return the text with signs that can be drawn only."""
    if face():
        return unicodedata.normalize("NFC", text)
    kept = unicodedata.normalize("NFC", text).translate(REWRITTEN)
    return "".join(
        letter
        if letter in DOTTED
        else unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
        for letter in kept
    )


def _write(
    pen: ImageDraw.ImageDraw, place: tuple[float, float], text: str, size: int, ink: str
) -> None:
    """Write a line; the dots of umlauts come one by one above their letters."""
    font, (left, top) = _font(size), place
    if face():
        pen.text(place, text, font=font, fill=ink)
        return
    bare = "".join(DOTTED.get(letter, letter) for letter in text)
    pen.text(place, bare, font=font, fill=ink)
    dot = max(size * 0.062, 1.5)
    for index, letter in enumerate(text):
        if letter not in DOTTED:
            continue
        x, _y, right, _b = pen.textbbox(
            (left + font.getlength(bare[:index]), top), bare[index], font=font
        )
        height = pen.textbbox(place, bare[index], font=font)[1] - 2.2 * dot
        for middle in (x + (right - x) * 0.28, x + (right - x) * 0.72):
            pen.ellipse((middle - dot, height - dot, middle + dot, height + dot), fill=ink)


@lru_cache(maxsize=8)
def _font(size: int) -> Any:
    """Return letters in one size."""
    # Pillow's own letters are narrower than those of the faces.
    return (
        ImageFont.truetype(face(), round(size * 0.86)) if face() else ImageFont.load_default(size)
    )


def draw(card: Card, photo: Any = None) -> bytes:
    """Return the picture as PNG; the chart, or else a photo, fills its right third."""
    photo = None if card.bars else photo
    image = Image.new("RGB", (WIDTH, HEIGHT), BACK)
    pen = ImageDraw.Draw(image)
    narrow = photo is not None or bool(card.bars)
    if photo is not None:
        third = ImageOps.fit(photo.convert("RGB"), (WIDTH // 3, HEIGHT))
        image.paste(third, (WIDTH - WIDTH // 3, 0))
    if card.bars:
        _chart(pen, card.bars[:BARS])
    pen.rectangle((0, 0, 18, HEIGHT), fill=ACCENT)
    _write(pen, (MARGIN, MARGIN - 14), plain(card.kicker), 34, ACCENT)
    title = plain(card.title)
    size, letters = next((s, n) for most, s, n in SIZES if len(title) <= most)
    wide = letters * 2 // 3 if narrow else letters
    lines = textwrap.wrap(title, wide, break_long_words=True)
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], f"{lines[LINES - 1][: wide - 3]}..."]
    for number, line in enumerate(lines):
        _write(pen, (MARGIN, MARGIN + 52 + number * size * 1.22), line, size, LIGHT)
    _write(pen, (MARGIN, HEIGHT - MARGIN - 20), plain(card.portal), 32, SOFT)
    stream = io.BytesIO()
    image.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _chart(pen: ImageDraw.ImageDraw, bars: tuple[tuple[str, float], ...]) -> None:
    """Draw lying bars in the right third, from the common zero line."""
    left, right, top = WIDTH * 2 // 3 + 24, WIDTH - 40, MARGIN
    pen.rectangle((left - 24, 0, WIDTH, HEIGHT), fill="#0a4a52")
    low, high = min(0.0, *(v for _, v in bars)), max(0.0, *(v for _, v in bars))
    scale = (right - left) / ((high - low) or 1.0)
    zero = left - low * scale
    row = (HEIGHT - 2 * MARGIN) / len(bars)
    for number, (label, value) in enumerate(bars):
        y = top + number * row
        text = plain(label)
        _write(pen, (left, y), text if len(text) < 25 else f"{text[:23]}...", 24, SOFT)
        ends = sorted((zero, zero + value * scale))
        pen.rectangle((ends[0], y + 34, ends[1] + 2, y + min(row - 8, 74)), fill=ACCENT)
