"""Invented municipal tables as they are found in the wild, each with what a person sees in it.

The truth is known by construction. "a|b" leaves the choice, "*" takes a key for an id or for nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Column = tuple[str, str, str]
S: Column = ("string", "default", "")
I: Column = ("integer", "default", "")  # noqa: E741 - one letter a type keeps the table readable
N: Column = ("number", "default", "")
B: Column = ("boolean", "default", "")
ID: Column = ("integer", "default", "id")
Y: Column = ("year", "default", "year")
HM: Column = ("time", "%H:%M", "")


def s(meaning: str) -> Column:
    """Text with a meaning."""
    return ("string", "default", meaning)


def i(meaning: str) -> Column:
    """A whole number with a meaning."""
    return ("integer", "default", meaning)


def n(meaning: str) -> Column:
    """A number with a meaning."""
    return ("number", "default", meaning)


def D(form: str = "%d.%m.%Y") -> Column:  # noqa: N802 - beside the other letters
    """A date."""
    return ("date", form, "")


@dataclass(frozen=True)
class Case:
    """A file and its truth."""

    name: str
    text: str
    columns: list[Column]
    header: tuple[int, ...] = (1,)
    footer: tuple[int, ...] = ()
    delimiter: str = ";"
    encoding: str = "utf-8"


class Cycle(list[Any]):
    """A list that begins again at its end."""

    def __getitem__(self, at: Any) -> Any:
        return list.__getitem__(self, at % len(self))


T = Cycle(
    ["Moers", "Wesel", "Kleve", "Goch", "Xanten", "Rees", "Kalkar", "Geldern", "Issum", "Alpen"]
)
ST = Cycle(
    [
        "Hauptstr. 3",
        "Am Markt 1",
        "Lindenweg 12a",
        "Bergstraße 4",
        "Schulgasse 9",
        "Ringstr. 77",
        "Uferweg 2",
        "An der Kirche 5",
        "Rathausplatz 1",
        "Südwall 8",
    ]
)
MONTHS = Cycle(
    [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ]
)


def street(at: int) -> str:
    """A street without its number."""
    return str(ST[at].rsplit(" ", 1)[0])


def rows(line: Callable[[int], str], count: int = 10) -> str:
    """The lines of a table."""
    return "".join(line(at) + "\n" for at in range(count))


# fmt: off
CASES: list[Case] = [
    Case('merged2','Stadtteil;Einwohner;;;Haushalte;\n;männlich;weiblich;gesamt;1-Person;mehr\n'+rows(lambda j:f'{T[j]};{j*11+100};{j*12+101};{j*23+201};{j+40};{j+50}'),[s('district'),I,I,I,I,I],(1,2)),
    Case('text2','Einrichtung;;Kontakt;\nName;Träger;Straße;Ort\n'+rows(lambda j:f'Kita {T[j]};{["Stadt","AWO","Caritas"][j%3]};{ST[j]};{T[j]}'),[S,S,s('street'),s('place')],(1,2)),
    Case('unit','Datum;Temperatur;Niederschlag;Wind\n;°C;mm;m/s\n'+rows(lambda j:f'{j+1:02d}.03.2023;{j},5;{j*2},1;{j},0'),[D(),N,N,N],(1,2)),
    Case('davon','Bevölkerung der Stadt Wesel\n\nStadtteil;Insgesamt;davon;;\n;;unter 18;18 bis 64;65 und älter\n'+rows(lambda j:f'{T[j]};{1000+j*7};{100+j};{600+j};{300+j}')+'Stadt gesamt;10315;1045;6045;3045\n\nQuelle: Einwohnermelderegister\n',[s('district'),I,I,I,I],(3,4),(15,16,17)),
    Case('blankrows','Nr;Name;Anzahl\n'+rows(lambda j:f'{j+1};Haus {T[j]};{j*3}\n;;' if j%4==3 else f'{j+1};Haus {T[j]};{j*3}',12-2),[ID,S,I]),
    Case('trail','Jahr;Geburten;Sterbefälle;;;\n'+rows(lambda j:f'{2010+j};{500+j*3};{480+j};;;'),[Y,I,I]),
    Case('headeronly','Name;Straße;PLZ;Ort\n',[S,S,S,S]),
    Case('noheader',rows(lambda j:f'{j+1};{T[j]};{46000+j};{j*1.5:.1f}'.replace('.',',')),[('integer','default','id|'),S,I,N],()),
    Case('onecol','Straßenname\n'+rows(lambda j:ST[j].split(' ')[0]+'straße'),[s('street')]),
    Case('dups','Ort;Anzahl;Anzahl;Anzahl\n'+rows(lambda j:f'{T[j]};{j};{j+1};{j+2}'),[s('place'),I,I,I]),
    Case('emptyhead',';2019;2020;2021\n'+rows(lambda j:f'{T[j]};{j*10};{j*11};{j*12}'),[S,I,I,I]),
    Case('years','Arbeitslose im Kreis Wesel (Jahresdurchschnitt)\nGemeinde;2018;2019;2020;2021\n'+rows(lambda j:f'{T[j]};{j*10+200};{j*11+150};{j*12+80};{j+77}')+'Kreis Wesel;2450;1990;1340;815\n',[s('place'),I,I,I,I],(2,)),
    Case('sum','Monat;Besucher;Einnahmen\n'+rows(lambda j:f'{MONTHS[j]};{1000+j};{3000+j},50 €',12)+'Summe:;12066;36072,00 €\n',[S,I,n('money')],(1,),(14,)),
    Case('wahl','datum;wahl;ags;gebiet-nr;gebiet-name;A1;A2;A3;A;B;B1;C;D;D1;D2;D3;D4\n'+rows(lambda j:f'14.05.2023;Kommunalwahl;01060{j+5:03d};{j+1:04d};Wahlbezirk {j+1};{400+j};{30+j};0;{430+j};{300+j};{50+j};{j};{299+j};{100+j};{90+j};{50};{j}'),[D(),S,s('ags'),s('id'),S]+[I]*12),
    Case('haushalt','Produkt;Produktbezeichnung;Sachkonto;Bezeichnung;Ansatz 2023;Ansatz 2024;Ergebnis 2022\n'+rows(lambda j:f'11.01.{j+1:02d};Verwaltung {T[j]};{501100+j};Dienstbezüge;{j+1}.250,00;{j+2}.300,50;-{j+1}.100,75'),[s('*'),S,i('*'),S,n('money'),n('money'),n('money')]),
    Case('owi','Tattag;Tatzeit;Tatort;Tatbestand;Verwarngeld\n'+rows(lambda j:f'0{j%9+1}.02.2022;{8+j%9:02d}:1{j%10};{ST[j]};1413{j:02d};{j*5+10},00 €'),[D(),HM,s('street'),i('*'),n('money')]),
    Case('baum','BAUMNR;GATTUNG;ART;PFLANZJAHR;STAMMUMFANG_CM;KRONENDM_M;HOEHE_M;RECHTSWERT;HOCHWERT\n'+rows(lambda j:f'{j+1};Tilia;cordata;{1960+j};{80+j};{6+j%4},5;{12+j};{2546000+j*31},12;{5701000+j*17},55'),[ID,S,S,Y,I,N,I,n('easting'),n('northing')]),
    Case('title1','Liste der Ladesäulen, Stand 01.12.2023\nBetreiber;Straße;Hausnummer;PLZ;Ort;Breitengrad;Längengrad\n'+rows(lambda j:f'Stadtwerke {T[j]};{street(j)};{j+1};4{j}441;{T[j]};51,{450000+j};6,{620000+j}'),[S,s('street'),s('house_number'),s('plz'),s('place'),n('latitude'),n('longitude')],(2,)),
    Case('commaquoted','Name,Fläche,Umfang\n'+rows(lambda j:f'"Park, {T[j]}","{j},5","{j*3},25"'),[S,N,N],delimiter=','),
    Case('tab','Stadtbezirk\tFläche in km²\tEinwohner je km²\n'+rows(lambda j:f'{T[j]}\t{j+1},25\t{1000+j*20}'),[s('district'),N,I],delimiter='\t'),
    Case('pipe','id|name|typ\n'+rows(lambda j:f'{j}|Haus {T[j]}|A{j%2}'),[ID,S,S],delimiter='|'),
    Case('thousands','Jahr;Schulden\n'+rows(lambda j:f'{2010+j};{j+1}.{100+j}.000'),[Y,N]),
    Case('numid','Personalausgaben;Kst\n'+rows(lambda j:f'{j+1}.200,10;0{j}10'),[n('money'),S]),
    Case('schule','Schuljahr;Schulform;Schüler;Klassen\n'+rows(lambda j:f'{2010+j}/{(11+j)};Grundschule;{900+j};{40+j}'),[S,S,I,I]),
    Case('quartal','Quartal;Arbeitslosenquote\n'+rows(lambda j:f'{j%4+1}/20{10+j//4};{5+j/10:.1f}'.replace('.',',')),[S,n('percent')]),
    Case('tel','Dienststelle;Telefon;Telefax;E-Mail\n'+rows(lambda j:f'Amt {j};02841 / 201 - {100+j};02841 / 201 16 {100+j};amt{j}@moers.de'),[S,s('phone'),s('phone'),s('email')]),
    Case('woche','Standort;Montag;Dienstag;Mittwoch;Donnerstag;Freitag\n'+rows(lambda j:f'Bücherei {T[j]};8:00 - 12:00;8:00 - 12:00;geschlossen;14:00 - 18:00;8:00 - 12:00'),[S,S,S,S,S,S]),
    Case('plzlist','Ortsteil;PLZ\n'+rows(lambda j:f'{T[j]};{46000+j}, {46001+j}' if j%2 else f'{T[j]};{46000+j}'),[s('district'),s('plz')]),
    Case('pers','Name;Vorname;Geburtsdatum;Straße;PLZ;Ort\n'+rows(lambda j:f'{["Meier","Groß","Schmidt"][j%3]};{["Anna","Jürgen","Uwe"][j%3]};1{j%10}.03.19{60+j};{ST[j]};46483;Wesel'),[s('last_name'),s('first_name'),D(),s('street'),s('plz'),s('place')]),
    Case('pairsemicolon','Standort;Geokoordinaten\n'+rows(lambda j:f'Depot {T[j]};51.45{j}12, 6.62{j}88'),[S,s('coordinates')]),
    Case('poly','gid;name;wkt_geom\n'+rows(lambda j:f'{j};Feld {j};"POLYGON((6.6 51.4, 6.7 51.4, 6.7 51.5, 6.6 51.4))"'),[ID,S,s('geometry')]),
    Case('utm32','Name;Ostwert;Nordwert\n'+rows(lambda j:f'P{j};323{45000+j*3};57{10000+j}'),[S,i('easting'),i('northing')]),
    Case('brokenlat','Name;lat;lon\n'+rows(lambda j:f'P{j};5{j%3}.{451}.{230+j};6.{621}.{450+j}'),[S,N,N]),
    Case('trailingminus','Konto;Saldo\n'+rows(lambda j:f'{500100+j};{j+1}.200,00-' if j%3==0 else f'{500100+j};{j+1}.100,00'),[i('*'),S]),
    Case('dash','Maßnahme;Kosten\n'+rows(lambda j:f'Ausbau {T[j]};{j+1}.000,- €' if j%2 else f'Ausbau {T[j]};{j+2}.500,- €'),[S,('string|number','default','money')]),
    Case('prozent','Partei;Stimmen;Anteil;Veränderung\n'+rows(lambda j:f'P{j};{j*100};{j},5%;+{j},1%' if j%2 else f'P{j};{j*100};{j},5%;-{j},1%'),[S,I,n('percent'),n('percent')]),
    Case('unb','Halle;barrierefrei\n'+rows(lambda j:f'Halle {T[j]};{["ja","nein","unbekannt"][j%3]}'),[S,B]),
    Case('nulleins','Halle;barrierefrei;WC\n'+rows(lambda j:f'Halle {T[j]};{j%2};{(j+1)%2}',30),[S,('integer|boolean','default',''),('integer|boolean','default','')]),
    Case('agsspaced','Schlüssel;Gemeinde\n'+rows(lambda j:f'05 1 70 {4*j+4:03d};{T[j]}'),[('string','default','ags|id'),s('place')]),
    Case('cp850','Straße;Größe;Ärzte\n'+rows(lambda j:f'Königstraße {j};{j},5;{j}'),[s('street'),N,I],encoding='cp850'),
    Case('mac','Straße;Größe;Übergang\n'+rows(lambda j:f'Königstraße {j};{j},5;ja'),[s('street'),N,B],encoding='mac_roman'),
    Case('u16','Straße\tGröße\n'+rows(lambda j:f'Königstraße {j}\t{j},5'),[s('street'),N],encoding='utf-16',delimiter='\t'),
    Case('sep','sep=;\nName;Wert\n'+rows(lambda j:f'A{j};{j}'),[S,I],(2,)),
    Case('fuss','Gemeinde;Einwohner;Fläche\n'+rows(lambda j:f'{T[j]};{2000+j};{j+10},5')+';;\n1) vorläufiges Ergebnis;;\n2) Stand 31.12.;;\n',[s('place'),I,N],(1,),(12,13,14)),
    Case('kfz','Zählstelle;Datum;Stunde;Kfz;Lkw;Rad;Fuß\n'+rows(lambda j:f'Z{j%3};03.04.2023;{j};{j*40};{j};{j*2};0',24),[S,D(),I,I,I,I,I]),
    Case('kfz2','Zst;Lat;Lon;00-01;01-02;02-03;03-04;04-05\n'+rows(lambda j:f'{5000+j};51.4{j}1;6.6{j}2;{j};{j+1};{j+2};{j+3};{j}'),[i('*'),n('latitude'),n('longitude'),I,I,I,I,I]),
    Case('months','Station;Jan;Feb;Mrz;Apr;Mai;Jun;Jul;Aug;Sep;Okt;Nov;Dez\n'+rows(lambda j:f'S{j};'+';'.join(f'{j+k},{k%10}' for k in range(12))),[S]+[N]*12),
    Case('quotednl','Name;Adresse;Anzahl\n'+rows(lambda j:f'"Kita\n{T[j]}";"{ST[j]}\n46483 {T[j]}";{j}'),[S,('string','default','address|street'),I]),
    Case('isoz','sensor;zeit;pm10\n'+rows(lambda j:f's{j%2};2023-03-0{j%9+1}T10:0{j%10}:00Z;{j}.25'),[S,('datetime','default',''),N]),
    Case('uhr','Linie;Abfahrt;Ziel\n'+rows(lambda j:f'{900+j%3};08:1{j%10} Uhr;{T[j]}'),[('integer','default','|*'),('time','%H:%M Uhr',''),S]),
    Case('hm0','Haltestelle;Abfahrt\n'+rows(lambda j:f'{T[j]} Bf;{j}:0{j%10}'),[S,HM]),
    Case('dateshort','Termin;Ort\n'+rows(lambda j:f'{j+1}.3.;{T[j]}'),[S,s('place')]),
    Case('monat','Monat;Jahr;Gäste\n'+rows(lambda j:f'{j+1:02d};2023;{j*100}'),[('string|integer','default',''),Y,I]),
    Case('jahrmonat','Zeitraum;Wert\n'+rows(lambda j:f'2023{j+1:02d};{j}',12),[('integer|string|yearmonth|date','*',''),I]),
    Case('sex','Alter;männlich;weiblich\n'+rows(lambda j:f'{j};{j*10};{j*9}',90)+'90 und älter;20;50\n',[('string|integer','default',''),I,I]),
    Case('agegroup','Altersgruppe;Anzahl\n0 - 5;20\n6 - 9;30\n10 - 17;40\n18 - 64;50\n65 und älter;60\n',[S,I]),
    Case('ags_mixed','Schlüsselnummer;Gebiet;Einwohner\n05;Nordrhein-Westfalen;17900000\n051;Düsseldorf, Regierungsbezirk;5200000\n05111;Düsseldorf, krfr. Stadt;620000\n05112;Duisburg, krfr. Stadt;500000\n05170;Wesel, Kreis;460000\n05170004;Alpen;12500\n05170008;Dinslaken, Stadt;67000\n',[s('ags'),s('place'),I]),
    Case('gemarkung','Gemarkungsnummer;Gemarkung;Flur;Flurstück;Fläche\n'+rows(lambda j:f'0532{j:02d};{T[j]};{j+1};{j+12}/{j+1};{j*100+350}'),[s('id'),s('district|place'),I,s('*'),I]),
    Case('strkey','Straßenschlüssel;Straßenname;PLZ;Wahlbezirk\n'+rows(lambda j:f'{j*10:05d};{street(j)};4748{j};{j%3+1:03d}'),[s('id'),s('street'),s('plz'),s('*')]),
    Case('hnr von bis','Straße;HNr von;HNr bis;Bezirk\n'+rows(lambda j:f'{street(j)};{j+1};{j+9}a;Nord'),[s('street'),s('house_number|'),s('house_number'),s('district')]),
    Case('amt','Amt;Ansprechpartner;Tel.-Nr.;Zimmer\n'+rows(lambda j:f'FB {j};{["Herr Meier","Frau Dr. Groß","Hr. Schmidt"][j%3]};-{200+j};{j+100}'),[S,s('person_name'),('integer|string','default','phone|'),I]),
    Case('website','Verein;Homepage\n'+rows(lambda j:f'TV {T[j]};www.tv-{T[j].lower()}.de'),[S,s('url')]),
    Case('website2','Verein;Homepage\n'+rows(lambda j:f'TV {T[j]};tv-{T[j].lower()}.de'),[S,('string','default','url')]),
    Case('ibanp','Empfänger;IBAN\n'+rows(lambda j:f'Verein {T[j]};DE02 1203 0000 0000 2020 51'),[S,s('iban')]),
    Case('nutsl','NUTS_ID;Name\nDEA1F;Wesel\nDEA12;Duisburg\nDEA15;Mönchengladbach\nDEF01;Flensburg\nDE111;Stuttgart\nDE212;München\n',[s('nuts'),('string','default','place|')]),
    Case('prekv','Auswertung;Kfz-Bestand\nDatum;01.01.2024\nErsteller;Straßenverkehrsamt\n\nGemeinde;Pkw;Krafträder;Lkw\n'+rows(lambda j:f'{T[j]};{5000+j};{300+j};{100+j}'),[s('place'),I,I,I],(5,)),
    Case('prelong','"Dies ist ein längerer Hinweistext, der erklärt; wie die Daten zustande kamen."\nStadtteil;2020;2021\n'+rows(lambda j:f'{T[j]};{j};{j+1}'),[s('district'),I,I],(2,)),
    Case('sumfirst','Stadtteil;Einwohner\nInsgesamt;10045\n'+rows(lambda j:f'{T[j]};{1000+j}'),[s('district'),I]),
    Case('idnone','Wert;Kommentar\n'+rows(lambda j:f'{j};' if j else f'{j};Test'),[I,S]),
    Case('numericheader','0;1;2;3\n'+rows(lambda j:f'A{j};{j};{j+2};{j+3}'),[S,I,I,I]),
    Case('allnum_nohead',rows(lambda j:f'{j};{j*2};{j*3}',20),[('integer','default','id|'),I,I],()),
    Case('allnumhead','A;B;C\n'+rows(lambda j:f'{j};{j*2};{j*3}',20),[I,I,I]),
    Case('comment','# Daten der Stadt Moers\n# Stand 2023\nname;wert\n'+rows(lambda j:f'a{j};{j}'),[S,I],(3,)),
    Case('three','Jahr;Kinder;Kinder;Kinder;Kinder\n;unter 3;unter 3;3 bis 6;3 bis 6\n;m;w;m;w\n'+rows(lambda j:f'{2010+j};{j};{j};{j};{j}'),[Y,I,I,I,I],(1,2,3)),
    Case('text3','Verein;Vorsitz;;Kontakt;\n;Name;Vorname;E-Mail;Homepage\n'+rows(lambda j:f'SV {T[j]};{["Meier","Groß","Schmidt"][j%3]};{["Anna","Jürgen","Uwe"][j%3]};info@sv{j}.de;https://sv{j}.de'),[S,s('last_name'),s('first_name'),s('email'),s('url')],(1,2)),
    Case('textunit','Feld;Beschreibung;Typ\n'+rows(lambda j:f'F{j};Beschreibung von {T[j]};text'),[S,S,S]),
    Case('stadtname','Nr.;Bezeichnung;Straße;Hs.Nr.;PLZ;Ort;Ortsteil;Träger;Plätze U3;Plätze Ü3\n'+rows(lambda j:f'{j+1}.;Kita {T[j]};{street(j)};{j+1};46{j}83;Wesel;Büderich;ev. Kirche;{j};{j+10}'),[('string|number|integer','default','id|'),S,s('street'),s('house_number'),s('plz'),s('place'),s('district'),S,I,I]),
    Case('en','tree_id,species_de,planted,trunk_cm,lat,lon\n'+rows(lambda j:f'{j},Linde,{1990+j},{40+j}.5,51.{45000+j},6.{62000+j}'),[ID,S,('integer|year','default','|year'),N,n('latitude'),n('longitude')],delimiter=','),
    Case('semicolon_en','STATIONS_ID;MESS_DATUM;QN_9;TT_TU;RF_TU;eor\n'+rows(lambda j:f'       1303;20230101{j:02d};    3;   {j}.4;  {80+j}.0;eor',20),[i('id'),('integer|string|datetime','*',''),I,N,N,S]),
    Case('gkz','GKZ;Gemeinde;Hebesatz A;Hebesatz B;GewSt\n'+rows(lambda j:f'5170{4*j+4:03d};{T[j]};{300+j};{500+j};{430+j}'),[s('ags'),s('place'),I,I,I]),
    Case('kita','Name der Einrichtung;Anschrift;Telefon;Träger;Öffnungszeiten;U3-Betreuung\n'+rows(lambda j:f'Kita {T[j]};"{ST[j]}, 47441 Moers";02841 {30000+j};Stadt;7:30 - 16:30 Uhr;ja'),[S,s('address'),s('phone'),S,s('opening_hours'),B]),
    Case('markt','Wochenmarkt;Wochentag;Uhrzeit\n'+rows(lambda j:f'{T[j]};Mittwoch und Samstag;8 bis 13 Uhr'),[S,('string','default','weekday|'),('string','default','|opening_hours')]),
    Case('plusminus','Gemeinde;Einwohner;Zu-/Abnahme\n'+rows(lambda j:f'{T[j]};{1+j}.{100+j};{"+" if j%2 else "-"}{j}'),[s('place'),N,I]),
    Case('gbr','Unternehmen;Gewerbe;Anmeldung;Abmeldung\n'+rows(lambda j:f'Firma {j} GmbH;Handel;0{j%9+1}.01.2020;' if j%2 else f'Firma {j} GmbH;Bau;0{j%9+1}.01.2020;0{j%9+1}.05.2021'),[S,S,D(),D()]),
    Case('mailto','Stelle;Kontakt\n'+rows(lambda j:f'S{j};<a href="mailto:a{j}@b.de">a{j}@b.de</a>'),[S,('string','default','|email')]),
    Case('quotes','"Name","Typ","Wert"\n'+rows(lambda j:f'"Haus ""{T[j]}""","A","{j}"'),[S,S,I],delimiter=','),
    Case('single','\'Name\';\'Typ\'\n'+rows(lambda j:f"'Haus {T[j]}';'A;B'"),[S,S]),
    Case('mixeddates','Datum;Wert\n'+rows(lambda j:f'{j+1:02d}.03.2023;{j}' if j%2 else f'2023-03-{j+1:02d};{j}'),[S,I]),
    Case('datum0','Eingang;Erledigt\n'+rows(lambda j:f'{j+1:02d}.03.2023;00.00.0000' if j==3 else f'{j+1:02d}.03.2023;{j+1:02d}.04.2023',20),[D(),D()]),
    Case('exceldate','Datum;Wert\n'+rows(lambda j:f'{44927+j};{j},5'),[('integer','default',''),N]),
    Case('dottime','Datum;Zeit\n'+rows(lambda j:f'{j+1:02d}.03.2023;{8+j%10}.{30+j}'),[D(),('number|string|time','*','')]),
    Case('uml','Strassenname;Hausnr;Hausnrzusatz;Stadtbezirk;Statistischer Bezirk;Wahlbezirk;Sozialraum\n'+rows(lambda j:f'{street(j)};{j+1};{"a" if j%3==0 else ""};{j%5+1} - {T[j]};{j+10};{j+100:04d};{T[j]}-Nord',20),[s('street'),s('house_number'),('string','default','house_number|'),('string','default','district|'),('integer','default','*'),('string','default','*'),('string','default','district|')]),
    Case('kita2','lfd. Nr.;Einrichtung;Träger;Straße;Nr.;PLZ;Ort;Tel.;E-Mail;Plätze;davon U3\n'+rows(lambda j:f'{j+1};Kita Sonnenschein {j};AWO;{street(j)};{j+3};47441;Moers;02841-{3000+j};kita{j}@awo.de;{60+j};{10+j}'),[ID,S,S,s('street'),s('house_number'),s('plz'),s('place'),s('phone'),s('email'),I,I]),
    Case('defib','"Standort";"Adresse";"PLZ";"Ort";"Zugänglichkeit";"Koordinate X";"Koordinate Y"\n'+rows(lambda j:f'"Rathaus {T[j]}";"{ST[j]}";"47441";"Moers";"Mo-Fr 8-16 Uhr";"34{j}123.45";"570{j}456.78"'),[S,('string','default','address|street'),s('plz'),s('place'),('string','default','opening_hours'),n('easting'),n('northing')]),
    Case('luft','Datum;Uhrzeit;NO2 [µg/m³];PM10 [µg/m³];O3 [µg/m³]\n'+rows(lambda j:f'01.02.2023;{j:02d}:00;{20+j},5;{15+j};-' if j%3 else f'01.02.2023;{j:02d}:00;{20+j},5;{15+j};{40+j}',20),[D(),HM,N,I,I]),
    Case('bev','Stand;Stadtteil-Nr.;Stadtteil;Deutsche m;Deutsche w;Ausländer m;Ausländer w\n'+rows(lambda j:f'31.12.2022;{j+101};{T[j]};{1000+j};{1100+j};{100+j};{90+j}'),[D(),ID,s('district'),I,I,I,I]),
    Case('bev2','Bevölkerungsentwicklung;;;\n;;;\nJahr;Einwohner am 01.01.;Geburten;Sterbefälle\n'+rows(lambda j:f'{2000+j};{100+j}.{200+j};{900+j};1.{100+j}',15)+';;;\nQuelle: eigene Fortschreibung;;;\n',[Y,N,I,N],(3,),(19,20)),
    Case('haush2','Teilergebnisplan;;;;\nAngaben in EUR;;;;\nNr.;Ertrags- und Aufwandsarten;Ergebnis 2021;Ansatz 2022;Ansatz 2023\n'+rows(lambda j:f'{j+1:02d};Steuern und Abgaben {j};{j+1}.000.{100+j},00;{j+1}.100.000,00;-{j+2}.100.000,00',12),[s('id'),S,n('money'),n('money'),n('money')],(3,)),
    Case('wahl2','Wahlbezirk;Bezeichnung;Wahlberechtigte;Wähler;Wahlbeteiligung;ungültig;gültig;CDU;CDU %;SPD;SPD %\n'+rows(lambda j:f'{j+1:03d}.0;Grundschule {T[j]};{1000+j};{600+j};{60+j%9},{j%10}%;{j};{590+j};{200+j};{33+j%3},5;{150+j};{25},1')+'Gesamt;;10045;6045;60,2%;45;5945;2045;34,1;1545;25,1\n',[('string|number','default','*'),S,I,I,n('percent'),I,I,I,n('percent'),I,n('percent')],(1,),(12,)),
    Case('unfall','UIDENTSTLAE;ULAND;UREGBEZ;UKREIS;UGEMEINDE;UJAHR;UMONAT;USTUNDE;UWOCHENTAG;UKATEGORIE;LINREFX;LINREFY;XGCSWGS84;YGCSWGS84\n'+rows(lambda j:f'05220101{j:06d};05;1;70;024;2022;{j%12+1:02d};{j:02d};{j%7+1};3;34{j%10}123,4567;570{j%10}456,789;6,62{j:02d}34;51,45{j:02d}12',20),[s('*'),('string','default','*|ags'),('integer','default','*'),('integer','default','*'),s('*'),Y,('string','default',''),('string','default',''),('integer','default','|weekday'),I,n('easting'),n('northing'),n('longitude'),n('latitude')]),
    Case('park','Parkhaus;Einfahrtshöhe;Stellplätze;frei;Stand;Öffnung;1. Stunde;Tagesmax\n'+rows(lambda j:f'P{j} {T[j]};2,{j%10}0 m;{200+j};{j*3};12.10.2023 14:3{j%10}:00;24 Std.;1,50 €;{8+j},00 €'),[S,N,I,I,('datetime','%d.%m.%Y %H:%M:%S',''),('string|integer','default',''),n('money'),n('money')]),
    Case('stol','OBJECTID,Vorname,Nachname,Geburtsjahr,Todesjahr,Strasse,verlegt_am,x,y\n'+rows(lambda j:f'{j},Anna,Meier,{1900+j},1943,{street(j)},2010-03-{j+1:02d},6.62{j}34,51.45{j}12'),[ID,s('first_name'),s('last_name'),Y,Y,s('street'),('date','default',''),n('longitude'),n('latitude')],delimiter=','),
    Case('breit','Bezeichnung;Breite;Länge;Höhe\n'+rows(lambda j:f'Bank {j};{j+1},20;{j+2},50;0,{j+1}0'),[S,N,N,N]),
    Case('geo','Bezeichnung;Breite;Länge\n'+rows(lambda j:f'Bank {j};51,{450000+j*31};6,{620000+j*57}'),[S,n('latitude'),n('longitude')]),
    Case('zeitraum','Zeitraum;Fälle\n'+rows(lambda j:f'01.0{j%9+1}.2020 - 31.0{j%9+1}.2020;{j}'),[S,I]),
    Case('kw','KW;Fälle;Inzidenz\n'+rows(lambda j:f'KW {j+1}/2021;{j*12};{j*7},4'),[S,I,N]),
    Case('kw2','Kalenderwoche;Meldewoche\n'+rows(lambda j:f'2021-W{j+1:02d};{j+1}'),[S,I]),
    Case('telmix','Name;Telefon\n'+'A;0284130000\nB;02841 30001\nC;110\nD;+4928413002\nE;0170-1234567\nF;02841/3003-0\nG;02841 3004, 3005\nH;\nI;0800 111 0 111\nJ;116117\n',[S,s('phone')]),
    Case('ident','Gebäude-ID;Objekt;Eigentümer;Nutzfläche NGF\n'+rows(lambda j:f'G-{j:04d};Schule {T[j]};Stadt;{1000+j*7},{j%10}0 m²'),[s('id'),S,S,N]),
    Case('epsg','ID;RECHTS;HOCH;KLASSE\n'+rows(lambda j:f'{j};2.546.{100+j};5.701.{200+j};A'),[ID,('number','default','easting'),('number','default','northing'),S]),
    Case('lonlatint','ID;LAENGE;BREITE\n'+rows(lambda j:f'{j};6.{620000+j};51.{450000+j}'),[ID,n('longitude'),n('latitude')]),
    Case('sachsen','Schlüssel;Gemeinde;X;Y\n'+rows(lambda j:f'14626{j*10:03d};Görlitz {j};4{j}5123,5;565{j}456,5'),[s('ags'),s('place'),n('easting'),n('northing')]),
    Case('tausend_apo',"Kanton;Einwohner\n"+rows(lambda j:f"K{j};{j+1}'{200+j}"),[S,('string|number','*','')]),
    Case('nbsp','Ort;Einwohner\n'+rows(lambda j:f"{T[j]};{j+1}\u202f{200+j}"),[s('place'),('string|number','*','')]),
    Case('eurotsd','Jahr;Steuern (in Tsd. Euro);Schlüsselzuweisungen in Mio. EUR\n'+rows(lambda j:f'{2010+j};{12000+j};{j+20},5'),[Y,i('money'),n('money')]),
    Case('quote2','Jahr;Betreuungsquote;Arbeitslosenquote in %;Frauenanteil\n'+rows(lambda j:f'{2010+j};{30+j},5;{5},{j};{48+j%3},1'),[Y,n('percent'),n('percent'),n('percent')]),
    Case('flaeche','Nutzungsart;2019 ha;2019 %;2020 ha;2020 %\n'+rows(lambda j:f'Wald {j};{100+j},5;{10+j},1;{101+j},5;{10+j},2'),[S,N,n('percent'),N,n('percent')]),
    Case('jasp','Spielgerät;vorhanden;geprüft\n'+rows(lambda j:f'Schaukel {j};{"vorhanden" if j%2 else "nicht vorhanden"};{"ja " if j%2 else "nein"}'),[S,B,B]),
    Case('mitohne','Ort;WC\n'+rows(lambda j:f'{T[j]};{"mit" if j%2 else "ohne"}'),[s('place'),S]),
    Case('haken','Ort;WC;Kiosk\n'+rows(lambda j:f'{T[j]};{"✓" if j%2 else ""};{"●" if j%2 else ""}'),[s('place'),B,('string|boolean','default','')]),
    Case('versch','Baum-Nr;Standort;Art deutsch;Art lateinisch;Umfang;Fällgrund\n'+rows(lambda j:f'{j+100}a;{street(j)} ggü. {j};Winterlinde;Tilia cordata;{100+j} cm;krank'),[s('id'),s('street'),S,S,I,S]),
    Case('nohdr_text',rows(lambda j:f'{T[j]};{ST[j]};4748{j};02841/{3000+j}'),[S,('string','default','street|address'),I,('string','default','phone')],()),
    Case('dash_head','------;------\nName;Wert\n'+rows(lambda j:f'A{j};{j}'),[S,I],(2,)),
    Case('multi_hdr_repeat','Jahr;Deutsche;Deutsche;Ausländer;Ausländer\nJahr;männlich;weiblich;männlich;weiblich\n'+rows(lambda j:f'{2010+j};{j};{j+1};{j+2};{j+3}'),[Y,I,I,I,I],(1,2)),
    Case('quarter_sub','Monat;2021;;2022;\n;Ankünfte;Übernachtungen;Ankünfte;Übernachtungen\n'+rows(lambda j:f'{MONTHS[j]};{1000+j};{3000+j};{1100+j};{3100+j}',12)+'Jahr;12066;36066;13266;37266\n',[S,I,I,I,I],(1,2)),
    Case('noteshead','Datei:;Einwohner;;\nStand:;31.12.2022;;\n;;;\nStadtteil;männlich;weiblich;gesamt\n'+rows(lambda j:f'{T[j]};{j+100};{j+110};{2*j+210}'),[s('district'),I,I,I],(4,)),
    Case('footlist','Ort;Anzahl\n'+rows(lambda j:f'{T[j]};{j}')+'\n* Werte unter 3 sind gesperrt\nDatenlizenz Deutschland - Namensnennung - Version 2.0\nAbgerufen am 12.03.2024\n',[s('place'),I],(1,),(12,13,14,15)),
    Case('genesis','GENESIS-Tabelle: 12411-0001\nBevölkerung;;;\nFortschreibung;;;\n;2020;2021;2022\n;Anzahl;Anzahl;Anzahl\n'+rows(lambda j:f'{T[j]};{j+1000};{j+1010};{j+1020}')+'__________\n(C)opyright Statistisches Bundesamt, 2023\nStand: 01.02.2023 / 10:00:00\n',[('string','default','place|'),I,I,I],(4,5),(16,17,18)),
    Case('regio','Merkmal;Einheit;Wert\n'+rows(lambda j:f'Fläche {j};km²;{j+10},5' if j%2 else f'Einwohner {j};Anzahl;{1000+j}'),[S,S,N]),
    Case('personmix','Ratsmitglied;Fraktion;Straße;Telefon privat;Mail\n'+rows(lambda j:f'{["Meier, Anna","Groß, Jürgen","Schmidt, Uwe"][j%3]};SPD;{ST[j]};0171 {234567+j};a.meier{j}@web.de'),[s('person_name'),S,s('street'),s('phone'),s('email')]),
    Case('komma_id','id,titel,betrag\n'+rows(lambda j:f'{j},"Brücke, neu",{1000*j}.50'),[ID,S,n('money')],delimiter=','),
    Case('en_thousand','city,population\n'+rows(lambda j:f'{T[j]},"{j+1},{200+j}"'),[s('place'),N],delimiter=','),
    Case('longid','EVA-Nr;DS100;Name;Ebene\n'+rows(lambda j:f'80000{j:02d};K{j};{T[j]} Bf;{j}'),[ID,S,S,I]),
    Case('gtfs','stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n'+rows(lambda j:f'de:05170:{j},{T[j]} Bf,51.4{j}123,6.6{j}456,0,'),[s('id'),S,n('latitude'),n('longitude'),I,S],delimiter=','),
    Case('datejahr','Baujahr;Inbetriebnahme;Abriss\n'+rows(lambda j:f'{1990+j};{j+1:02d}.1999;unbekannt'),[Y,S,S]),
    Case('ca','Objekt;Baujahr\n'+rows(lambda j:f'H{j};ca. {1900+j}' if j%4==0 else f'H{j};{1900+j}',20),[S,('string|year','default','|year')]),
    Case('schulden','Jahr;Schuldenstand;je Einwohner\n'+rows(lambda j:f'{2010+j};{120+j}.{300+j}.000 €;{1+j%3}.{200+j} €'),[Y,n('money'),n('money')]),
    Case('grund','Steuerart;Hebesatz (v.H.);Aufkommen 2022\n'+rows(lambda j:f'Grundsteuer {j};{300+j};{j+1}.000.000,00'),[S,('integer','default','|percent'),('number','default','|money')]),
    Case('vereine','Nr;Verein;Sportart;Vorsitzende/r;PLZ, Ort;Straße, Hausnr.;Web\n'+rows(lambda j:f'{j+1};TV {T[j]};Turnen;{["Anna Meier","Jürgen Groß","Uwe Schmidt"][j%3]};47441 Moers;{ST[j]};www.tv{j}.de'),[ID,S,S,s('person_name'),s('place'),s('street'),s('url')]),
    Case('stellplatz','Kennung;Straße;HNr;PLZ;Ort;Längengrad;Breitengrad;Anzahl_Stellplätze;Datum_Aufnahme\n'+rows(lambda j:f'STP{j:03d};{street(j)};{j+1};47441;Moers;6.62{j}1;51.45{j}2;{j};2022-05-{j+10}'),[s('id'),s('street'),s('house_number'),s('plz'),s('place'),n('longitude'),n('latitude'),I,('date','default','')]),
    Case('dtv','ZST_NR;Straße;Abschnitt;DTV_Kfz;DTV_SV;SV-Anteil;Jahr\n'+rows(lambda j:f'{4505000+j};B {57+j};{j},5-{j+1},2;{9000+j};{300+j};{3},{j};2021'),[ID,('string','default','|street'),S,I,I,n('percent'),Y]),
    Case('klima','Jahr;Jan;Feb;Mär;Apr;Jahresmittel\n'+rows(lambda j:f'{1990+j};-{j%3},5;{j},1;{j+2},3;{j+5};{9},{j}'),[Y,N,N,N,('integer','default',''),N]),
    Case('einsatz','Einsatznr.;Alarmzeit;Stichwort;Ort;Dauer (min)\n'+rows(lambda j:f'2023-{j+1:04d};2023-05-{j+1:02d} 1{j}:15;Brand 2;{T[j]};{j*7}'),[s('id'),('datetime','%Y-%m-%d %H:%M',''),S,s('place'),I]),
    Case('dauer','Linie;Fahrzeit\n'+rows(lambda j:f'SB{j};0:{j+10}'),[S,('time|string','*','')]),
    Case('wohn','Baualtersklasse;EFH;ZFH;MFH\nvor 1919;10;20;30\n1919 - 1948;11;21;31\n1949 - 1978;12;22;32\n1979 - 1990;13;23;33\n1991 - 2000;14;24;34\nnach 2000;15;25;35\n',[S,I,I,I]),
    Case('wahlprog','Platz;Partei;Kandidat/in;Beruf;Geburtsjahr\n'+rows(lambda j:f'{j+1};SPD;{["Meier, Anna","Groß, Jürgen","Schmidt, Uwe"][j%3]};Lehrer;{1960+j}'),[I,S,s('person_name'),S,Y]),
    Case('hund','PLZ;Rasse;Geschlecht;Geburtsjahr;Anzahl\n'+rows(lambda j:f'4744{j%9};Labrador;{"w" if j%2 else "m"};{2010+j%5};1'),[s('plz'),S,S,Y,I]),
    Case('friedhof','Friedhof;Grabnr.;Abteilung;Fläche_m2;Ruhezeit bis\n'+rows(lambda j:f'{T[j]};A-{j:03d};{j+1};2,{j}0;31.12.20{30+j}'),[S,s('id'),I,N,D()]),
    Case('abfall','Straße;Restmüll;Bio;Papier;Gelber Sack\n'+rows(lambda j:f'{street(j)};Mo, gerade KW;Di;1. Mi im Monat;Do',12),[s('street'),S,('string','default','|weekday'),S,('string','default','|weekday')]),
    Case('abfall2','Datum;Bezirk;Abfallart\n'+rows(lambda j:f'Mo 0{j%9+1}.01.2024;{j%4+1};Restmüll'),[S,('integer','default','|district|id'),S]),
    Case('bauleit','Plan-Nr.;Bezeichnung;Rechtskraft;Link\n'+rows(lambda j:f'B-Plan Nr. {j+100};Gebiet {T[j]};0{j%9+1}.0{j%9+1}.199{j%10};https://x.de/plan?id={j}'),[('string','default','|id'),S,D(),s('url')]),
    Case('denkmal','Denkmalnr.;Objekt;Adresse;eingetragen seit;Koord_RW;Koord_HW\n'+rows(lambda j:f'{j+1:03d};Villa {T[j]};{ST[j]};{10+j}.11.1985;25{j+40}123;57{j+10}456'),[s('id'),S,('string','default','address|street'),D(),i('easting'),i('northing')]),
    Case('elekt','id;standort;leistung_kw;inbetriebnahme;oeffentlich;kosten_kwh\n'+rows(lambda j:f'{j};{ST[j]};{[11,22,50][j%3]}.0;2022-0{j%9+1}-01;true;0.{39+j}'),[ID,('string','default','street|address'),N,('date','default',''),B,('number','default','|money')]),
    Case('quellespalte','Jahr;Wert;Quelle\n'+rows(lambda j:f'{2010+j};{j};Amt für Statistik'),[Y,I,S]),
    Case('gesamtspalte','Stadtteil;Gesamt;davon weiblich;in %\n'+rows(lambda j:f'{T[j]};{100+j};{50+j};{50},{j}'),[s('district'),I,I,n('percent')]),
    Case('totalfirstcol','Nr.;Stadtteil;Einwohner\n'+rows(lambda j:f'{j+1};{T[j]};{100+j}')+';Summe;1045\n',[ID,s('district'),I],(1,),(12,)),
    Case('totalstadt','Stadtteil;Einwohner\n'+rows(lambda j:f'{T[j]};{100+j}')+'Moers insgesamt;1045\n',[s('district'),I],(1,),(12,)),
    Case('durch','Monat;Temperatur\n'+''.join(f'{m};{k},5\n' for k,m in enumerate(MONTHS))+'Mittelwert;6,0\n',[S,N],(1,),(14,)),
    Case('minmax','Station;Wert\n'+rows(lambda j:f'S{j};{j},5')+'\nMinimum;0,5\nMaximum;9,5\n',[S,N],(1,),(12,13,14)),
    Case('hinw','Ort;Anzahl;;;Hinweis: vorläufige Werte\n'+rows(lambda j:f'{T[j]};{j};;;'),[s('place'),I,S,S,S]),
    Case('zweitab','Tabelle 1;\nOrt;Anzahl\n'+rows(lambda j:f'{T[j]};{j}'),[s('place'),I],(2,)),
    Case('titelkomma','Einwohner, Stand 31.12.2022\nOrt,Anzahl\n'+rows(lambda j:f'{T[j]},{j}'),[s('place'),I],(2,),delimiter=','),
    Case('einzeilig','Name;Ort;Einwohner\nRathaus;Moers;104000\n',[S,s('place'),I]),
    Case('zweizeilig','Name;Ort;Einwohner\nRathaus;Moers;104000\nRathaus;Wesel;60000\n',[S,s('place'),I]),
    Case('nurtext2','Name;Ort\nRathaus;Moers\n',[S,s('place')]),
    Case('vergl','Merkmal;Moers;Wesel;Kleve\n'+rows(lambda j:f'Indikator {j};{j},1;{j},2;{j},3'),[S,N,N,N]),
    Case('jahrspalten','Indikator;Einheit;2019;2020;2021\n'+rows(lambda j:f'Indikator {j};Anzahl;{j};{j+1};{j+4}'),[S,S,I,I,I]),
    Case('jahrspalten_d','Produkt;31.12.2019;31.12.2020\n'+rows(lambda j:f'P {j};{j},5;{j+1},5'),[S,N,N]),
    Case('altersjahre','Stadtteil;0;1;2;3;4;5\n'+rows(lambda j:f'{T[j]};{j+10};{j+12};{j+11};{j+9};{j+8};{j+20}'),[s('district'),I,I,I,I,I,I]),
    Case('altgr','Stadtteil;0-2;3-5;6-9;10-14;65+\n'+rows(lambda j:f'{T[j]};{j+10};{j+12};{j+11};{j+9};{j+8}'),[s('district'),I,I,I,I,I]),
    Case('plz_gesamt','PLZ;Ort;Haushalte\n'+rows(lambda j:f'{46000+j*3};{T[j]};{j*100}'),[s('plz'),s('place'),I]),
    Case('kreisfrei','Kreis;Fälle;Rate\n'+rows(lambda j:f'{["LK Wesel","SK Duisburg","LK Kleve","Städteregion Aachen","SK Krefeld"][j%5]};{j};{j},5'),[s('place'),I,N]),
    Case('rki','IdLandkreis;Landkreis;Altersgruppe;AnzahlFall;Meldedatum\n'+rows(lambda j:f'0{5112+j%3*2};LK {T[j]};A35-A59;{j};2021/03/{j+10} 00:00:00'),[s('ags'),s('place'),S,I,('date|datetime','*','')]),
    Case('dwd','station;datum;tmk;rsk\n'+rows(lambda j:f'1303;202301{j+10};-{j}.5;  0.{j}',20),[('integer','default','*'),('date','%Y%m%d',''),N,N]),
    Case('smard','Datum;Anfang;Ende;Biomasse [MWh];Wind [MWh]\n'+rows(lambda j:f'01.01.2023;0{j%10}:00;0{j%10}:15;1.{100+j},25;{400+j},5'),[D(),HM,HM,N,N]),
    Case('stopsutf16','Haltestelle\tX\tY\n'+rows(lambda j:f'{T[j]}\t{345000+j*31}\t{5701000+j*17}'),[S,i('easting'),i('northing')],encoding='utf-16',delimiter='\t'),
    Case('berlin33','Bezirk;X;Y\n'+rows(lambda j:f'{["Mitte","Pankow","Neukölln","Spandau"][j%4]};{385000+j*31},5;{5820000+j*17},5'),[s('district'),n('easting'),n('northing')]),
    Case('gmk','gmk;flur;zae;nen;flaeche\n'+rows(lambda j:f'053456;{j+1:03d};{j+12};{j};{j*30}'),[('string','default','*'),('string','default','*'),I,I,I]),
    Case('kontoplan','Konto;Bezeichnung;Soll;Haben\n'+rows(lambda j:f'{j:04d}00;Kasse {j};{j}.100,00;0,00'),[s('*'),S,('number','default','|money'),('number','default','|money')]),
    Case('stundenplan','Zeit;Mo;Di;Mi\n'+rows(lambda j:f'{j+8:02d}:00 - {j+9:02d}:00;{j};{j+1};{j+2}'),[('string','default','|opening_hours'),I,I,I]),
    Case('mail2','Kontakt;Funktion\n'+rows(lambda j:f'Anna Meier (a.meier{j}@moers.de);Leitung'),[S,S]),
    Case('hnrzus','Straße;Hausnummer;Zusatz;Adresszusatz\n'+rows(lambda j:f'{street(j)};{j+1};{"a" if j%2 else ""};Hinterhaus'),[s('street'),s('house_number'),S,S]),
    Case('coordstr','Name;Koordinaten\n'+rows(lambda j:f'P{j};51° 27\' {j}.2" N, 6° 37\' {j}.5" O'),[S,('string','default','|coordinates')]),
    Case('prozent100','Ort;Quote\n'+rows(lambda j:f'{T[j]};0,{j}5'),[s('place'),n('percent')]),
    Case('nr_text','Nr.;Titel\n1.1;Einführung\n1.2;Daten\n2.1;Methode\n2.2;Ergebnis\n3.1;Fazit\n',[('string|number','default','|id'),S]),
    Case('leerspalte','Name;;Wert\n'+rows(lambda j:f'A{j};;{j}'),[S,S,I]),
    Case('fuehrblank','  Name ; Wert \n'+rows(lambda j:f'  A{j} ; {j} '),[S,I]),
]
# fmt: on
