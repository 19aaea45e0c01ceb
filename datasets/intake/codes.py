"""Official keys of German regions and how to recognise them.

Kreis keys: VG250 31.12.2018, © GeoBasis-DE / BKG 2019 (dl-de/by-2-0), the keys only; since then only
Eisenach (16056) was merged. Former keys of earlier reforms are accepted through a tolerance.
"""

from __future__ import annotations

import re
from typing import Final

_KREISE_BY_LAND: Final = {
    "01": ("001 002 003 004 051 053 054 055 056 057 058 059 060 061 062"),
    "02": ("000"),
    "03": (
        "101 102 103 151 153 154 155 157 158 159 241 251 252 254 255 256 257 351 352 353 "
        "354 355 356 357 358 359 360 361 401 402 403 404 405 451 452 453 454 455 456 457 "
        "458 459 460 461 462"
    ),
    "04": ("011 012"),
    "05": (
        "111 112 113 114 116 117 119 120 122 124 154 158 162 166 170 314 315 316 334 358 "
        "362 366 370 374 378 382 512 513 515 554 558 562 566 570 711 754 758 762 766 770 "
        "774 911 913 914 915 916 954 958 962 966 970 974 978"
    ),
    "06": (
        "411 412 413 414 431 432 433 434 435 436 437 438 439 440 531 532 533 534 535 611 "
        "631 632 633 634 635 636"
    ),
    "07": (
        "111 131 132 133 134 135 137 138 140 141 143 211 231 232 233 235 311 312 313 314 "
        "315 316 317 318 319 320 331 332 333 334 335 336 337 338 339 340"
    ),
    "08": (
        "111 115 116 117 118 119 121 125 126 127 128 135 136 211 212 215 216 221 222 225 "
        "226 231 235 236 237 311 315 316 317 325 326 327 335 336 337 415 416 417 421 425 "
        "426 435 436 437"
    ),
    "09": (
        "161 162 163 171 172 173 174 175 176 177 178 179 180 181 182 183 184 185 186 187 "
        "188 189 190 261 262 263 271 272 273 274 275 276 277 278 279 361 362 363 371 372 "
        "373 374 375 376 377 461 462 463 464 471 472 473 474 475 476 477 478 479 561 562 "
        "563 564 565 571 572 573 574 575 576 577 661 662 663 671 672 673 674 675 676 677 "
        "678 679 761 762 763 764 771 772 773 774 775 776 777 778 779 780"
    ),
    "10": ("041 042 043 044 045 046"),
    "11": ("000"),
    "12": ("051 052 053 054 060 061 062 063 064 065 066 067 068 069 070 071 072 073"),
    "13": ("003 004 071 072 073 074 075 076"),
    "14": ("511 521 522 523 524 612 625 626 627 628 713 729 730"),
    "15": ("001 002 003 081 082 083 084 085 086 087 088 089 090 091"),
    "16": (
        "051 052 053 054 055 056 061 062 063 064 065 066 067 068 069 070 071 072 073 074 "
        "075 076 077"
    ),
}
KREISE: Final = frozenset(
    land + code for land, codes in _KREISE_BY_LAND.items() for code in codes.split()
)
LAENDER: Final = frozenset(_KREISE_BY_LAND)
# GENESIS tables add Verbandsgemeinden with 7, 10 and 11 digits to the official lengths.
_KEY: Final = re.compile(r"^\d{2}(?:\d|\d{3}|\d{5,10})?$")
NUTS: Final = re.compile(r"^DE(?:[1-9A-G](?:[0-9A-Z]{1,2})?)?$")


def is_region_key(text: str) -> bool:
    """True for Land (2), Regierungsbezirk (3), Kreis (5), AGS (8), Verband (9), ARS (12)."""
    if not _KEY.match(text) or text[:2] not in LAENDER:
        return False
    return len(text) < 5 or text[:5] in KREISE


def restored_key(text: str) -> str | None:
    """The key with the leading zero a spreadsheet dropped, None if that makes no key."""
    if text.isdigit() and len(text) in (4, 7, 8, 11) and is_region_key("0" + text):
        return "0" + text
    return None


def valid_iban(text: str) -> bool:
    """Check digits of an IBAN (ISO 13616); blanks are ignored."""
    if not text[:1].isalpha():
        return False
    compact = text.replace(" ", "").replace("\u00a0", "").upper()
    if not re.match(r"^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$", compact):
        return False
    digits = "".join(str(int(sign, 36)) for sign in compact[4:] + compact[:4])
    return int(digits) % 97 == 1
