"""The word lists of the analysis: lines of text below `data/`, `#` begins a comment."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

DATA = Path(__file__).parent / "data"


def lines(name: str) -> Iterator[str]:
    """Yield the lines of a list that are neither empty nor comments."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        text = line.split("#", 1)[0].strip()
        if text:
            yield text


def pairs(name: str) -> dict[str, str]:
    """Return a list of two words a line as a table."""
    return dict(line.split() for line in lines(name))


def version() -> str:
    """Return a short name of everything that decides about the tokens of a document.

    Synonyms are no part of it: they are asked for with the query.
    """
    digest = sha256()
    for path in sorted((*DATA.glob("*.txt"), *DATA.parent.glob("*.py"))):
        if not path.name.startswith(("synonyms", "make_", "no_parts", "stop", "soft", "general")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
