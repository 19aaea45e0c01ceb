"""Two tables of a data package, one pointing into the other."""

LINKED = [
    {
        "name": "traeger",
        "path": "daten/traeger.csv",
        "schema": {
            "fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}],
            "primaryKey": "id",
        },
    },
    {
        "name": "schulen",
        "path": "daten/schulen.csv",
        "x-pflege": "jährlich",
        "schema": {
            "fields": [
                {"name": "nr", "type": "integer"},
                {"name": "traeger", "type": "integer", "x-quelle": "A"},
            ],
            "foreignKeys": [
                {"fields": "traeger", "reference": {"resource": "traeger", "fields": "id"}}
            ],
        },
    },
]
FILES = {
    "daten/traeger.csv": b"id,name\n1,Stadt\n2,Kreis\n",
    "daten/schulen.csv": b"nr,traeger\n1,1\n2,2\n3,1\n",
}
