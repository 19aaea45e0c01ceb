"""CKAN's reading of a query without a colon: free words, `+`, `-` and quotes, nothing else.

Facts: CKAN's `lib/search/query.py` (dismax unless `q` holds a colon) and `mm=2<-1 5<80%`.
"""

import re

from search.query.nodes import Bool, Clause, MatchAll, Node, Occur, Phrase, Term, Words

_PIECE = re.compile(r'([+-]?)("[^"]*"|[^\s"]+)')
_ALL_NEEDED, _ONE_MAY_MISS = 2, 5


def parse_free(text: str) -> Node:
    """Return the tree of free words; every text is allowed, an empty one finds everything."""
    free, clauses = [], []
    for sign, piece in _PIECE.findall(text):
        bare = piece.strip('"')
        if not re.search(r"\w", bare):
            continue
        if sign == "-":
            clauses.append(Clause(Occur.NOT, _one(piece)))
        elif sign == "+":
            clauses.append(Clause(Occur.MUST, Words((piece,), 1)))
        else:
            free.append(piece)
    if free:
        words = Words(tuple(dict.fromkeys(free)), needed(len(dict.fromkeys(free))))
        if not clauses:
            return words
        clauses.insert(0, Clause(Occur.MUST, words))
    if not clauses:
        return MatchAll()
    if all(clause.occur is Occur.NOT for clause in clauses):
        clauses.insert(0, Clause(Occur.MUST, MatchAll()))
    return Bool(tuple(clauses))


def needed(words: int) -> int:
    """Return how many of so many words have to be found: `2<-1 5<80%`."""
    if words <= _ALL_NEEDED:
        return words
    return words - 1 if words <= _ONE_MAY_MISS else int(words * 0.8)


def _one(piece: str) -> Node:
    """Return a single word or phrase anywhere."""
    return Phrase("text", piece[1:-1]) if piece.startswith('"') else Term("text", piece)
