"""The picture that other sites show beside a link, drawn from a page's title."""

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


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on the picture."""

    title: str
    kicker: str
    portal: str

    @property
    def digest(self) -> str:
        """Return a name for exactly this picture."""
        text = "\0".join(("2", self.title, self.kicker, self.portal))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


# The letters that come with Pillow know no umlauts: their dots are drawn, other signs are rewritten.
DOTTED = dict(zip("äöüÄÖÜ", "aouAOU", strict=True))
REWRITTEN = str.maketrans(
    {"ß": "ss", "„": '"', "“": '"', "”": '"', "‚": "'", "‘": "'", "’": "'", "–": "-", "—": "-",
     "…": "...", "·": "-", "«": '"', "»": '"', "€": "Euro"}
)  # fmt: skip


def plain(text: str) -> str:
    """Return the text with signs that can be drawn only."""
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
    """Return the letters that come with Pillow, in one size."""
    return ImageFont.load_default(size)


def draw(card: Card, photo: Any = None) -> bytes:
    """Return the picture as PNG; a photo fills its right third."""
    image = Image.new("RGB", (WIDTH, HEIGHT), BACK)
    pen = ImageDraw.Draw(image)
    narrow = photo is not None
    if photo is not None:
        third = ImageOps.fit(photo.convert("RGB"), (WIDTH // 3, HEIGHT))
        image.paste(third, (WIDTH - WIDTH // 3, 0))
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
