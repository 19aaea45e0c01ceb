"""Short names from German titles."""

import re
import unicodedata

from django.db.models import Model

MAX_NAME = 100
_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ẞ": "ss"})


def name_from(title: str, *, fallback: str = "datensatz") -> str:
    """Return a name of 2 to 100 letters a-z, digits and hyphens; ä becomes ae, ß becomes ss."""
    text = unicodedata.normalize("NFC", title).lower().translate(_FOLDED)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:MAX_NAME].strip("-")
    return name if len(name) > 1 else fallback


def free_name(title: str, model: type[Model], *, fallback: str = "datensatz") -> str:
    """Return a name from the title that no row has yet: `baeume`, then `baeume-2` and so on."""
    base = name_from(title, fallback=fallback)
    rows = model._default_manager.filter(name__startswith=base)
    taken = set(rows.values_list("name", flat=True))
    number, name = 1, base
    while name in taken:
        number += 1
        name = f"{base[: MAX_NAME - 8]}-{number}"
        if name not in taken and model._default_manager.filter(name=name).exists():
            taken.add(name)
    return name
