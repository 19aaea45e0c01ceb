"""Words that mean the same: read from lines, asked for with the stems of a query."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from search.analysis.german import tokens
from search.analysis.tables import lines

Expression = tuple[str, ...]
BUILT_IN = "synonyms.txt"


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Expressions (stems in a row) and what they find beside themselves."""

    table: dict[Expression, tuple[Expression, ...]] = field(default_factory=dict)
    longest: int = 1

    def of(self, stems: Sequence[str]) -> tuple[Expression, ...]:
        """Return what this expression finds too."""
        return self.table.get(tuple(stems), ())

    def at(self, stems: Sequence[str], place: int) -> int:
        """Return how many stems from here on are the longest known expression, 1 if none is."""
        for length in range(min(self.longest, len(stems) - place), 1, -1):
            if tuple(stems[place : place + length]) in self.table:
                return length
        return 1


def make_thesaurus(groups: Iterable[str]) -> Thesaurus:
    """Return the thesaurus of lines such as `a, b, c` or `a > b, c`."""
    found: dict[Expression, dict[Expression, None]] = defaultdict(dict)
    for group in groups:
        source, arrow, rest = group.partition(">")
        targets = _expressions(rest if arrow else group)
        for one in _expressions(source) if arrow else targets:
            found[one].update(dict.fromkeys(other for other in targets if other != one))
    table = {one: tuple(others) for one, others in found.items() if others}
    return Thesaurus(table, max(map(len, table), default=1))


def built_in() -> list[str]:
    """Return the groups that come with the code."""
    return list(lines(BUILT_IN))


class _Held:
    """The thesaurus in use; the admin's groups come in by `use`."""

    thesaurus: Thesaurus | None = None


def current() -> Thesaurus:
    """Return the thesaurus in use."""
    if _Held.thesaurus is None:
        _Held.thesaurus = make_thesaurus(built_in())
    return _Held.thesaurus


def use(more: Iterable[str]) -> None:
    """Take these groups beside those that come with the code."""
    _Held.thesaurus = make_thesaurus([*built_in(), *more])


def _expressions(text: str) -> list[Expression]:
    """Return the expressions between commas."""
    found = (tuple(token.stem for token in tokens(part)) for part in text.split(","))
    return [one for one in dict.fromkeys(found) if one]
