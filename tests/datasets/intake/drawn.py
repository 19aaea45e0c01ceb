"""Municipal tables drawn by lot: columns, notes around them, encodings; the truth is known."""

# ruff: noqa: UP031, PLC3002 - the old form keeps a kind of column on one line

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.datasets.intake.invented import Case, Column

Dice = random.Random
Maker = Callable[[Dice, int], str]
# fmt: off
STREETS=["Hauptstraße", "Bahnhofstr.", "Am Markt", "Schulweg", "Lindenallee", "Goethestraße", "Rathausplatz", "An der Mühle", "Kirchgasse", "Ringstraße", "Bergstr.", "Wiesengrund", "Im Winkel", "Südring", "Mozartweg", "Zum Hafen", "Alte Gasse", "Königsallee", "Uferpromenade", "Münsterstraße"]
TOWNS=["Moers", "Duisburg", "Krefeld", "Kleve", "Wesel", "Xanten", "Kamp-Lintfort", "Rheinberg", "Goch", "Geldern", "Köln", "Münster", "Würzburg", "Neuss", "Viersen"]
DIST=["Altstadt", "Nord", "Südstadt", "Meerbeck", "Kapellen", "Asberg", "Repelen", "Hülsdonk", "Schwafheim", "Vinn", "Utfort", "Eick", "Scherpenberg"]
FIRST=["Anna", "Jürgen", "Fatma", "Peter", "Sabine", "Thomas", "Lena", "Paul", "Marie", "Uwe", "Karin", "Mehmet", "Julia", "Stefan", "Claudia", "Andreas"]
LAST=["Meier", "Groß", "Yılmaz", "Schmidt", "Müller", "Weber", "Schulze", "Becker", "Hoffmann", "Koch", "Richter", "Wolf", "Krüger", "Neumann"]
WORDS=["Spielplatz", "Grünfläche", "Brunnen", "Kita", "Schule", "Sporthalle", "Friedhof", "Parkhaus", "Museum", "Bücherei", "Turnhalle", "Denkmal", "Wochenmarkt", "Feuerwache"]
KREISE=["05170", "05112", "05114", "05154", "05158", "05166", "05362", "01001", "01002", "03404", "08111", "09162", "06412", "07111", "14612", "12054"]
MON=["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"]
MS=["Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"]
GERMAN = {"dec", "decneg", "euro", "eur", "eurlabel", "pct", "pcttight", "pctlabel", "grouped", "groupedmix", "sqmunit"}
TITLES = ["Stadt Moers", "Statistik 2021 - Kita", "Stand: 31.12.2022", "Amt für Statistik und Wahlen", "Tabelle 1.2.3: Bestand nach Stadtteilen"]
NOTES = ["Quelle: Stadt Moers, Fachbereich 3", "Stand: 31.12.2022", "© Stadt Moers 2022", "Hinweis: Werte gerundet"]
ENCODINGS = ["utf-8", "utf-8", "utf-8", "utf-8-sig", "cp1252", "cp1252", "cp1252", "cp850", "mac_roman", "utf-16", "iso8859-15"]
# fmt: on


@dataclass(frozen=True)
class Kind:
    """A kind of column: how it may be called, what stands in it and what it is."""

    labels: list[str]
    make: Maker
    column: Column


KINDS: dict[str, Kind] = {}


def col(
    key: str, labels: list[str], make: Maker, type_: str, form: str = "default", meaning: str = ""
) -> None:
    """Add a kind of column."""
    KINDS[key] = Kind(labels, make, (type_, form, meaning))


def th(number: int) -> str:
    """12.345."""
    return f"{number:,}".replace(",", ".")


def de(number: float, digits: int = 2) -> str:
    """1.234,50."""
    return f"{number:,.{digits}f}".replace(",", "_").replace(".", ",").replace("_", ".")


def dp(number: float, digits: int = 2) -> str:
    """1234,50."""
    return f"{number:.{digits}f}".replace(".", ",")


def iban(r: Dice) -> str:
    """An account with its right check digits."""
    account = f"{r.randrange(10**18):018d}"
    return f"DE{98 - int(account + '131400') % 97:02d}{account}"


def spaced(text: str) -> str:
    """The same in groups of four."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def date(r: Dice) -> tuple[int, int, int]:
    """Day, month, year."""
    return r.randint(1, 28), r.randint(1, 12), r.randint(1998, 2024)


# fmt: off
col('lfd',['Lfd. Nr.','Nr.','lfd Nr','ID','OBJECTID','FID','Nummer','lfdNr'],lambda r,i:str(i+1),'integer', meaning='id')
col('objnr',['Objekt-Nr.','Baumnummer','Standort-ID','Stationsnummer','Objektnummer'],lambda r,i:str(10000+i*7),'integer', meaning='id')
col('key0',['Schulnummer','Kostenstelle-Nr','Straßenschlüssel','Kita-Nr.','Stimmbezirk-Nr'],lambda r,i:f"{i*13+7:05d}",'string', meaning='id')
col('count',['Anzahl','Stellplätze','Plätze gesamt','Fallzahl','Anzahl Betten','Besucher','Schüler','Gültige Stimmen','Wahlberechtigte','männlich','weiblich','insgesamt','Haushalte'],lambda r,i:str(r.randint(0,900)),'integer')
col('countbig',['Einwohner','Bevölkerung','Einwohnerzahl','Kfz pro Tag','DTV'],lambda r,i:str(r.randint(20,90000)),'integer')
col('grouped',['Einwohner','Bevölkerung insgesamt','Kfz/24h','Übernachtungen'],lambda r,i:th(r.randint(900,900000)),'number')
col('groupedmix',['Beschäftigte','Wohnungen'],lambda r,i:th(r.randint(1,40000)),'number')
col('dec',['Fläche (ha)','Länge in km','Fläche_qm','Temperatur','Messwert','NO2 µg/m³','Höhe (m)','Wert'],lambda r,i:dp(r.uniform(0.1,500)),'number')
col('decneg',['Temperatur °C','Saldo','Veränderung'],lambda r,i:dp(r.uniform(-20,35),1),'number')
col('decen',['Flaeche_m2','Shape_Area','Shape_Length','gisd_score'],lambda r,i:f"{r.uniform(0.1,5000):.4f}",'number')
col('euro',['Betrag','Kosten','Geldbuße','Gebühr','Zuschuss'],lambda r,i:de(r.uniform(5,99999))+' €','number', meaning='money')
col('eur',['Auftragswert','Betrag'],lambda r,i:de(r.uniform(5,99999))+' EUR','number', meaning='money')
col('eurlabel',['Kosten in €','Betrag (EUR)','Ansatz 2024 in EUR','Ertrag in Euro','Gesamtkosten [€]'],lambda r,i:dp(r.uniform(-500,90000)),'number', meaning='money')
col('teur',['Investition in TEUR','Gewerbesteuer (T€)','Aufwand Tsd. EUR','Schuldenstand in Mio. €'],lambda r,i:str(r.randint(1,9000)),'integer', meaning='money')
col('teurunit',['Ausgaben'],lambda r,i:f"{r.randint(10,900)} TEUR",'integer', meaning='money')
col('pct',['Anteil','Quote','Wahlbeteiligung','Veränderung'],lambda r,i:dp(r.uniform(0,100),1)+' %','number', meaning='percent')
col('pcttight',['Anteil'],lambda r,i:dp(r.uniform(0,100),1)+'%','number', meaning='percent')
col('pctlabel',['Anteil in %','Wahlbeteiligung (%)','Quote in Prozent','Ausländeranteil [%]','Anteil_Prozent'],lambda r,i:dp(r.uniform(0,100),1),'number', meaning='percent')
col('hebesatz',['Hebesatz Grundsteuer B','Hebesatz'],lambda r,i:str(r.randint(250,900)),'integer')
col('date',['Datum','Stichtag','Geburtstag','Eröffnung','Antragsdatum','von','bis','Gültig ab','Beginn','Erfasst am'],lambda r,i:"%02d.%02d.%04d"%date(r),'date','%d.%m.%Y')
col('date1',['Datum','Termin'],lambda r,i:"%d.%d.%d"%date(r),'date','%d.%m.%Y')
col('date2',['Inbetriebnahme','Datum'],lambda r,i:"%02d.%02d.%02d"%(lambda t:(t[0],t[1],t[2]%100))(date(r)),'date','%d.%m.%y')
col('iso',['Datum','date','Stand','Messdatum'],lambda r,i:"%04d-%02d-%02d"%date(r)[::-1],'date')
col('compact',['Datum','MESS_DATUM','Stichtag'],lambda r,i:"%04d%02d%02d"%date(r)[::-1],'date','%Y%m%d')
col('longdate',['Datum','Termin'],lambda r,i:(lambda t:f"{t[0]}. {MON[t[1]-1]} {t[2]}")(date(r)),'string')
col('monshort',['Monat'],lambda r,i:(lambda t:f"{MS[t[1]-1]} {t[2]%100:02d}")(date(r)),'string')
col('monyear',['Monat'],lambda r,i:(lambda t:f"{MON[t[1]-1]} {t[2]}")(date(r)),'string')
col('month',['Monat'],lambda r,i:MON[i%12],'string')
col('monthno',['Monat'],lambda r,i:str(i%12+1),'integer')
col('ym',['Monat','Jahr-Monat'],lambda r,i:"%04d-%02d"%date(r)[:0:-1],'yearmonth')
col('dt',['Zeitpunkt','Datum/Uhrzeit','Messzeitpunkt','Zeitstempel'],lambda r,i:"%02d.%02d.%04d"%date(r)+" %02d:%02d"%(r.randrange(24),r.randrange(60)),'datetime','%d.%m.%Y %H:%M')
col('isodt',['timestamp','Zeit','created_at'],lambda r,i:"%04d-%02d-%02d"%date(r)[::-1]+"T%02d:%02d:%02d"%(r.randrange(24),r.randrange(60),r.randrange(60)),'datetime')
col('isodtz',['timestamp','observationDateTime'],lambda r,i:"%04d-%02d-%02d"%date(r)[::-1]+"T%02d:%02d:%02d+01:00"%(r.randrange(24),r.randrange(60),r.randrange(60)),'datetime')
col('isodtZ',['updated'],lambda r,i:"%04d-%02d-%02d"%date(r)[::-1]+"T%02d:%02d:%02dZ"%(r.randrange(24),r.randrange(60),r.randrange(60)),'datetime')
col('isosp',['Zeitpunkt'],lambda r,i:"%04d-%02d-%02d"%date(r)[::-1]+" %02d:%02d:%02d"%(r.randrange(24),r.randrange(60),r.randrange(60)),'datetime','%Y-%m-%d %H:%M:%S')
col('uhr',['Uhrzeit','Abfahrt','Beginn'],lambda r,i:"%02d:%02d Uhr"%(r.randrange(24),r.randrange(60)),'time','%H:%M Uhr')
col('hms',['Uhrzeit','Zeit'],lambda r,i:"%02d:%02d:%02d"%(r.randrange(24),r.randrange(60),r.randrange(60)),'time')
col('year',['Jahr','Baujahr','Erhebungsjahr','Haushaltsjahr','Berichtsjahr','Pflanzjahr'],lambda r,i:str(r.randint(1960,2024)),'year', meaning='year')
col('yearrange',['Schuljahr','Saison','Spielzeit'],lambda r,i:(lambda y:f"{y}/{(y+1)%100:02d}")(r.randint(2005,2023)),'string')
col('quarter',['Quartal'],lambda r,i:f"{r.randint(1,4)}. Quartal {r.randint(2015,2023)}",'string')
col('bool',['barrierefrei','Aktiv','öffentlich','Behindertengerecht'],lambda r,i:r.choice(['ja','nein']),'boolean')
col('boolJ',['WLAN','Überdacht'],lambda r,i:r.choice(['Ja','Nein','']),'boolean')
col('x',['Toilette','Rollstuhlgerecht','Café'],lambda r,i:r.choice(['x','','']),'boolean')
col('X',['Wickeltisch','Denkmal'],lambda r,i:r.choice(['X','']),'boolean')
col('truefalse',['aktiv'],lambda r,i:r.choice(['true','false']),'boolean')
col('ags8',['AGS','Gemeindeschlüssel','Gemeindekennziffer','Amtlicher Gemeindeschlüssel','ags'],lambda r,i:r.choice(KREISE)+f"{r.choice([0,4,8,12,16,20,24]):03d}",'string', meaning='ags')
col('ags5',['Kreisschlüssel','AGS','Kennziffer','Kreis-Nr.'],lambda r,i:r.choice(KREISE),'string', meaning='ags')
col('agslost',['AGS','Gemeindeschlüssel'],lambda r,i:str(int(r.choice(KREISE[:8])+f"{r.choice([0,4,8,12,16,20,24]):03d}")),'string', meaning='ags')
col('ars',['ARS','Regionalschlüssel','RS'],lambda r,i:r.choice(KREISE)+"0000"+f"{r.choice([0,4,8,12]):03d}",'string', meaning='ars')
col('plz',['PLZ','Postleitzahl','plz','PLZ_Ort'][:3],lambda r,i:f"{r.randint(46000,48000)}",'string', meaning='plz')
col('plz0',['PLZ','Postleitzahl'],lambda r,i:f"{r.choice(['01067','01099','01139','04109','09111','14467','15230'])}",'string', meaning='plz')
col('plzlost',['PLZ'],lambda r,i:r.choice(['1067','1099','4109','9111','14467','47441','80331']),'string', meaning='plz')
col('nuts',['NUTS','NUTS3','NUTS-Code'],lambda r,i:r.choice(['DEA1F','DEA12','DEF01','DE111','DE212','DED21','DEA14']),'string', meaning='nuts')
col('street',['Straße','Strasse','Straßenname','STR_NAME','Standort'],lambda r,i:r.choice(STREETS),'string', meaning='street')
col('streetno',['Straße und Hausnummer','Straße','Strasse/Hausnr.','Anschrift'],lambda r,i:f"{r.choice(STREETS)} {r.randint(1,200)}{r.choice(['','','a',' b'])}",'string', meaning='street|address')
col('addr',['Adresse','Anschrift'],lambda r,i:f"{r.choice(STREETS)} {r.randint(1,200)}, {r.randint(46000,48000)} {r.choice(TOWNS)}",'string', meaning='address')
col('hnr',['Hausnummer','Hausnr.','Hs.-Nr.','HNR','Haus-Nr.'],lambda r,i:f"{r.randint(1,200)}{r.choice(['','','',' a','b','-12'])}",'string', meaning='house_number')
col('hnrplain',['Hausnummer','HausNr'],lambda r,i:f"{r.randint(1,200)}",'string', meaning='house_number')
col('town',['Ort','Stadt','Gemeinde','Kommune','Gemeindename','Wohnort'],lambda r,i:r.choice(TOWNS),'string', meaning='place')
col('plztown',['PLZ Ort','PLZ/Ort'],lambda r,i:f"{r.randint(46000,48000)} {r.choice(TOWNS)}",'string', meaning='place')
col('dist',['Stadtteil','Ortsteil','Stadtbezirk','Bezirk','Quartier'],lambda r,i:r.choice(DIST),'string', meaning='district')
col('state',['Bundesland','Land'],lambda r,i:r.choice(['Hessen','Bayern','Nordrhein-Westfalen','Sachsen']),'string', meaning='state')
col('weekday',['Wochentag','Tag'],lambda r,i:r.choice(["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag"]),'string', meaning='weekday')
col('phone',['Telefon','Tel.','Telefonnummer','Fax','Tel'],lambda r,i:r.choice(["02841 201-%d","02841/201%d","+49 2841 201%d","0049 2841 201%d","(02841) 201%d","02841-201%d","+49 (0) 2841 201%d","0172 / 34567%d"])%r.randint(10,999),'string', meaning='phone')
col('email',['E-Mail','Email','E-Mail-Adresse','Mail','Kontakt'],lambda r,i:f"{r.choice(['info','kita','amt','post'])}{i}@stadt-{r.choice(['moers','wesel'])}.de",'string', meaning='email')
col('url',['Internet','Homepage','Webseite','Link','URL'],lambda r,i:r.choice(['https://www.moers.de/a%d','http://stadt.de/%d?id=1','www.kita%d.de'])%i,'string', meaning='url')
col('hours',['Öffnungszeiten'],lambda r,i:r.choice(["Mo-Fr 08:00-16:00","Mo - Do 8-16 Uhr, Fr 8-12 Uhr","Di+Do 14:00-18:00 Uhr","täglich 10 bis 18 Uhr","nach Vereinbarung"]),'string', meaning='opening_hours')
col('iban',['IBAN','Bankverbindung'],lambda r,i:iban(r),'string', meaning='iban')
col('ibansp',['IBAN'],lambda r,i:spaced(iban(r)),'string', meaning='iban')
col('vat',['USt-IdNr.'],lambda r,i:f"DE{r.randrange(10**8,10**9)}",'string', meaning='vat_id')
col('person',['Ansprechpartner','Leitung','Ansprechpartner/in','Kontaktperson','Schulleitung'],lambda r,i:f"{r.choice(FIRST)} {r.choice(LAST)}",'string', meaning='person_name')
col('person2',['Name','Ansprechpartner'],lambda r,i:f"{r.choice(LAST)}, {r.choice(FIRST)}",'string', meaning='person_name')
col('person3',['Ansprechpartner'],lambda r,i:f"{r.choice(['Frau','Herr'])} {r.choice(LAST)}",'string', meaning='person_name')
col('text',['Bezeichnung','Name','Einrichtung','Art','Kategorie','Objekt','Bemerkung'],lambda r,i:f"{r.choice(WORDS)} {r.choice(DIST)}",'string')
col('cat',['Typ','Kategorie','Träger','Material','Zustand'],lambda r,i:r.choice(['städtisch','kirchlich','frei','privat']),'string')
col('flur',['Flurstück','Flurstücksnummer'],lambda r,i:f"{r.randint(1,900)}/{r.randint(1,40)}",'string', meaning='*')
col('konto',['Produktkonto','Sachkonto','Buchungsstelle'],lambda r,i:f"11.{r.randint(1,9):02d}.{r.randint(1,9):02d}.{r.randint(501,545)}100",'string', meaning='*')
col('produkt',['Produkt','Produktbereich','Produktgruppe'],lambda r,i:f"{r.randint(1,17):02d}",'string', meaning='*')
col('az',['Aktenzeichen'],lambda r,i:f"63-{r.randint(100,999)}/{r.randint(2015,2023)}",'string', meaning='id')
col('age',['Altersgruppe'],lambda r,i:r.choice(['0-3','3-6','6-10','10-18','18-65','65+']),'string')
col('wkt',['geom','WKT','Geometrie'],lambda r,i:f"POINT ({r.uniform(6.5,6.7):.5f} {r.uniform(51.3,51.5):.5f})",'string', meaning='geometry')
col('pair',['Koordinaten','geo_point_2d','Geo Point'],lambda r,i:f"{r.uniform(51.3,51.5):.6f}, {r.uniform(6.5,6.7):.6f}",'string', meaning='coordinates')
col('placeholder',['Schülerzahl','Anzahl Fälle'],lambda r,i:r.choice([str(r.randint(1,99)),str(r.randint(1,99)),'-','.','k. A.']),'integer')
col('xsecret',['Arbeitslose','Beschäftigte'],lambda r,i:r.choice([str(r.randint(1,999))]*5+['x','.','*']),'integer')
col('sqmunit',['Fläche'],lambda r,i:f"{th(r.randint(50,9999))} m²",'number|integer')
ll=('latitude','longitude')
en=('easting','northing')
PAIRS=[
 (('Breitengrad', 'Längengrad'), lambda r:dp(r.uniform(51.3,51.5),6),lambda r:dp(r.uniform(6.5,6.7),6), ll),
 (('lat', 'lon'), lambda r:f"{r.uniform(51.3,51.5):.6f}",lambda r:f"{r.uniform(6.5,6.7):.6f}", ll),
 (('Latitude', 'Longitude'), lambda r:f"{r.uniform(51.3,51.5):.6f}",lambda r:f"{r.uniform(6.5,6.7):.6f}", ll),
 (('lon', 'lat'), lambda r:f"{r.uniform(51.3,51.5):.6f}",lambda r:f"{r.uniform(6.5,6.7):.6f}", ll),
 (('X', 'Y'), lambda r:f"{r.uniform(6.5,6.7):.6f}",lambda r:f"{r.uniform(51.3,51.5):.6f}", ll[::-1]),
 (('geo_lat', 'geo_lng'), lambda r:f"{r.uniform(51.3,51.5):.6f}",lambda r:f"{r.uniform(6.5,6.7):.6f}", ll),
 (('WGS84_Breite', 'WGS84_Länge'), lambda r:dp(r.uniform(51.3,51.5),6),lambda r:dp(r.uniform(6.5,6.7),6), ll),
 (('Rechtswert', 'Hochwert'), lambda r:str(r.randint(2545000,2555000)),lambda r:str(r.randint(5695000,5705000)), en),
 (('Rechtswert', 'Hochwert'), lambda r:dp(r.uniform(3400000,3410000)),lambda r:dp(r.uniform(5755000,5765000)), en),
 (('GK_Rechts', 'GK_Hoch'), lambda r:str(r.randint(4465000,4475000)),lambda r:str(r.randint(5330000,5340000)), en),
 (('RW', 'HW'), lambda r:str(r.randint(5405000,5415000)),lambda r:str(r.randint(5650000,5660000)), en),
 (('Ostwert', 'Nordwert'), lambda r:dp(r.uniform(345000,355000),3),lambda r:dp(r.uniform(5695000,5705000),3), en),
 (('UTM_X', 'UTM_Y'), lambda r:f"{r.uniform(345000,355000):.2f}",lambda r:f"{r.uniform(5695000,5705000):.2f}", en),
 (('X', 'Y'), lambda r:f"{r.uniform(345000,355000):.2f}",lambda r:f"{r.uniform(5695000,5705000):.2f}", en),
 (('X-Koordinate', 'Y-Koordinate'), lambda r:str(r.randint(345000,355000)),lambda r:str(r.randint(5695000,5705000)), en),
 (('x_etrs89_33n', 'y_etrs89_33n'), lambda r:f"{r.uniform(385000,395000):.2f}",lambda r:f"{r.uniform(5815000,5825000):.2f}", en),
 (('E', 'N'), lambda r:str(r.randint(32345000,32355000)),lambda r:str(r.randint(5695000,5705000)), en),
 (('Ost', 'Nord'), lambda r:f"{r.uniform(32345000,32355000):.3f}",lambda r:f"{r.uniform(5695000,5705000):.3f}", en),
 (('Hochwert', 'Rechtswert'), lambda r:str(r.randint(5695000,5705000)),lambda r:str(r.randint(2545000,2555000)), en[::-1]),
 (('POINT_X', 'POINT_Y'), lambda r:f"{r.uniform(345000,355000):.6f}",lambda r:f"{r.uniform(5695000,5705000):.6f}", en),
 (('Koord_X', 'Koord_Y'), lambda r:th(r.randint(345000,355000)),lambda r:th(r.randint(5695000,5705000)), en),
]
# fmt: on


def draw(r: Dice) -> Case:
    """A table of some columns with titles above, totals and notes below."""
    german = r.random() < 0.75
    columns = _columns(r, german)
    body = [[kind.make(r, at) for _, kind in columns] for at in range(r.choice([8, 15, 30, 60]))]
    for row in body:
        for at in range(1, len(row)):
            row[at] = "" if at % 4 == 3 and r.random() < 0.15 else row[at]
    width, full = len(columns), r.random() < 0.5
    above = [_note(r.choice(TITLES), width, full) for _ in range(r.choice([0, 0, 0, 0, 1, 2, 3]))]
    if above and r.random() < 0.5:
        above.append([""] * width if full else [])
    below = _below(r, columns, body, full)
    lines = [*above, [label for label, _ in columns], *body, *below]
    delimiter = r.choice([";", ";", ";", ",", ",", "\t", "|"])
    text = _written(lines, delimiter, r.choice(["\r\n", "\n"]), r.random() < 0.1, r.random() < 0.2)
    return Case(
        "drawn",
        text,
        [kind.column for _, kind in columns],
        (len(above) + 1,),
        tuple(range(len(lines) - len(below) + 1, len(lines) + 1)),
        delimiter,
        _encoding(r, text),
    )


def _columns(r: Dice, german: bool) -> list[tuple[str, Kind]]:
    keys = [r.choice(["lfd", "text", "objnr", "town", "dist", "key0", "year", "date"])]
    pool = [key for key in KINDS if key not in ({"decen"} if german else GERMAN)]
    keys += [r.choice(pool) for _ in range(r.randint(2, 11))]
    found: dict[str, Kind] = {}
    for key in keys:
        label = r.choice(KINDS[key].labels)
        if label not in found:
            found[label] = KINDS[key]
    if r.random() < 0.35:
        labels, first, second, meanings = r.choice([p for p in PAIRS if _suits(p[1](r), german)])
        if not set(labels) & set(found):
            for label, make, meaning in zip(labels, (first, second), meanings, strict=True):
                kind = "number" if set(make(r)) & set(",.") else "integer"
                found[label] = Kind(
                    [], lambda r, _at, make=make: make(r), (kind, "default", meaning)
                )
    return list(found.items())


def _suits(number: str, german: bool) -> bool:
    return "." not in number or (
        number.count(".") > 0 and number.partition(".")[2].isdigit() and not german
    )


def _note(text: str, width: int, full: bool) -> list[str]:
    return [text, *[""] * (width - 1)] if full else [text]


def _below(r: Dice, columns: list[Any], body: list[list[str]], full: bool) -> list[list[str]]:
    lines: list[list[str]] = []
    counts = [
        at for at, (_, kind) in enumerate(columns) if kind in (KINDS["count"], KINDS["countbig"])
    ]
    if r.random() < 0.15 and counts and columns[0][1].column[0] == "string":
        total = ["Summe", *[""] * (len(columns) - 1)]
        for at in counts:
            total[at] = str(sum(int(row[at] or 0) for row in body))
        lines.append(total)
    if r.random() < 0.25:
        if r.random() < 0.5:
            lines.append([""] * len(columns) if full else [])
        lines.append(_note(r.choice(NOTES), len(columns), full))
    return lines


def _written(lines: list[list[str]], delimiter: str, end: str, trailing: bool, quoted: bool) -> str:
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting)
    for line in lines:
        if line:
            writer.writerow([*line, ""] if trailing else line)
        else:
            out.write(end)
    return out.getvalue()


def _encoding(r: Dice, text: str) -> str:
    name = r.choice(ENCODINGS)
    try:
        text.encode(name)
    except UnicodeEncodeError:
        return "utf-8"
    return name
