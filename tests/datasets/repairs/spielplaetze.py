"""The file of scenario A1, made here: five defects that town halls know."""

from pathlib import Path

ROWS = """\
AGS;Name;Breite;Länge;Eröffnet am;Kosten in Euro
01001000;Spielplatz Nordertor;54,7921;9,4312;12.04.2019;1.250,50
1002000;Spielplatz Schreventeich;54,3259;10,1187;31.02.2024;980,00
01003000;Spielplatz Krähenwald;53,8655;10,6866;03.06.2021;12.400,00
01004000;Spielplatz Großflecken;54,0714;9,9810;17.09.2018;750,25
1051044;Spielplatz Süderstraße;54,0955;9,0768;28.02.2022;1.100,00
01053083;Spielplatz Möllner Weg;53,6259;10,6853;09.11.2020;430,75
01054056;Spielplatz Hafenblick;54,4768;9,0510;15.05.2017;2.310,00
1055012;Spielplatz Grüner Ring;54,2146;10,8869;22.08.2023;640,00
01056039;Spielplatz Rosengarten;53,7530;9,6520;30.01.2016;1.875,90
01057057;Spielplatz Am Schloßsee;54,1565;10,4155;14.07.2022;505,00
01058135;Spielplatz Eiderufer;54,3055;9,6631;11.10.2021;899,99
01059075;Spielplatz Königswiesen;54,5160;9,5640;19.03.2020;1.020,00
;Summe;;;;24.162,39
"""


def spielplaetze() -> bytes:
    """Return the file as a spreadsheet on Windows writes it."""
    return ROWS.replace("\n", "\r\n").encode("cp1252")


def write_spielplaetze(folder: Path) -> Path:
    """Write the file and return its path."""
    path = folder / "spielplaetze.csv"
    path.write_bytes(spielplaetze())
    return path
