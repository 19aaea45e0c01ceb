"""The interface's texts: found in the sources, kept in .po files, compiled to .mo. Needs no gettext."""

import ast
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

APPS = ("portal", "home", "labs", "datasets", "search")
_STRING = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
# What `templatize` makes of a template's tags: calls amid crossed-out text.
_IN_TEMPLATE = re.compile(
    rf"(?<![\w.])(_|gettext|ngettext|pgettext|npgettext)\(\s*{_STRING}"
    rf"(?:\s*,\s*{_STRING})?(?:\s*,\s*{_STRING})?"
)
_PLACES = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}|</?\w[^>]*>")
_CONTEXT, _PLURAL = "\x04", "\x00"
# What `gettext` and its kin take as texts: context, one, many.
_TAKES = {"gettext": "o", "pgettext": "co", "ngettext": "om", "npgettext": "com"}
_HEAD = (
    "Language: en\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
)


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """A text of the sources: in German, perhaps with a plural and a context."""

    one: str
    many: str = ""
    context: str = ""

    @property
    def key(self) -> str:
        """Return what compiled catalogues call it."""
        before = self.context + _CONTEXT if self.context else ""
        return before + self.one + (_PLURAL + self.many if self.many else "")


@dataclass(slots=True)
class Catalogue:
    """Translations of texts: one form, or two where there is a plural."""

    texts: dict[Text, tuple[str, ...]] = field(default_factory=dict)

    def is_done(self, text: Text) -> bool:
        """Say whether there are words for a text in all its forms."""
        forms = self.texts.get(text, ())
        return len(forms) == (2 if text.many else 1) and all(forms)


def texts_of(root: Path) -> set[Text]:
    """Return every text that the sources give to gettext."""
    found: set[Text] = set()
    for app in APPS:
        for path in (root / app).rglob("*.py"):
            if "migrations" not in path.parts:
                found.update(_in_python(path.read_text()))
        for path in (root / app).rglob("templates/**/*.*"):
            if path.suffix in (".html", ".txt", ".xml"):
                found.update(_in_template(path.read_text()))
    # The singular of a text with a plural also answers alone.
    single = {(text.context, text.one) for text in found if text.many}
    return {text for text in found if text.many or (text.context, text.one) not in single}


def _in_python(source: str) -> Iterator[Text]:
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        known = name if isinstance(called, ast.Attribute) else names.get(name, "")
        takes = _TAKES.get(re.sub(r"_(lazy|noop)$", "", known))
        words = [
            argument.value
            for argument in node.args[: len(takes or "")]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        if takes and len(words) == len(takes):
            yield _text(takes, words)


def _in_template(source: str) -> Iterator[Text]:
    for match in _IN_TEMPLATE.finditer(templatize(source)):
        name = "gettext" if match[1] == "_" else match[1]
        words = [ast.literal_eval(word) for word in match.groups()[1:] if word]
        yield _text(_TAKES[name], words)


def _text(takes: str, words: list[str]) -> Text:
    parts = dict(zip(takes, words, strict=False))
    return Text(parts["o"], parts.get("m", ""), parts.get("c", ""))


def read(path: Path) -> Catalogue:
    """Read a .po file."""
    found = Catalogue()
    for block in re.split(r"\n\s*\n", path.read_text()) if path.exists() else ():
        fields: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            name, _, literal = line.rpartition(' "') if line[0] != '"' else (name, "", line[1:])
            if name and (match := re.fullmatch(r'(\S+) (".*")', line)):
                name, literal = match[1], match[2][1:]
            fields[name] = fields.get(name, "") + str(ast.literal_eval(f'"{literal}'))
        if one := fields.get("msgid"):
            forms = tuple(v for k, v in sorted(fields.items()) if k.startswith("msgstr"))
            text = Text(one, fields.get("msgid_plural", ""), fields.get("msgctxt", ""))
            found.texts[text] = forms
    return found


def write(path: Path, catalogue: Catalogue) -> None:
    """Write a .po file: by the alphabet and without line numbers, so that merges stay small."""
    blocks = [f'msgid ""\nmsgstr {_quoted(_HEAD)}']
    for text, forms in sorted(catalogue.texts.items()):
        lines = [f"msgctxt {_quoted(text.context)}"] if text.context else []
        lines.append(f"msgid {_quoted(text.one)}")
        if text.many:
            lines.append(f"msgid_plural {_quoted(text.many)}")
            lines += [f"msgstr[{n}] {_quoted(form)}" for n, form in enumerate(forms)]
        else:
            lines.append(f"msgstr {_quoted(forms[0])}")
        blocks.append("\n".join(lines))
    path.write_text("\n\n".join(blocks) + "\n")


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def compiled(catalogue: Catalogue) -> bytes:
    """Return a catalogue as a .mo file: a table of sorted keys, one of values, then both."""
    pairs = {"": _HEAD}
    for text, forms in catalogue.texts.items():
        if catalogue.is_done(text):
            pairs[text.key] = _PLURAL.join(forms)
    rows = sorted((key.encode(), value.encode()) for key, value in pairs.items())
    size = len(rows)
    tables = [b"", b""]
    body = b""
    start = 28 + 16 * size
    for side in (0, 1):
        for row in rows:
            tables[side] += struct.pack("<2I", len(row[side]), start + len(body))
            body += row[side] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, size, 28, 28 + 8 * size, 0, start)
    return head + tables[0] + tables[1] + body


def missing(root: Path, catalogue: Catalogue) -> list[Text]:
    """Return the texts of the sources without words."""
    return sorted(text for text in texts_of(root) if not catalogue.is_done(text))


def broken(catalogue: Catalogue) -> Iterable[Text]:
    """Return translations whose placeholders, marks or edges differ from the text's."""
    for text, forms in catalogue.texts.items():
        for source, form in zip((text.one, text.many), forms, strict=False):
            if form and _bones(source) != _bones(form):
                yield text


def _bones(words: str) -> tuple[list[str], str, str]:
    """Return what a translation has to keep: placeholders and the space around."""
    inner = words.strip()
    start = words.index(inner)
    return sorted(_PLACES.findall(words)), words[:start], words[start + len(inner) :]
