"""The judged queries of ../shared: what is found, and how far up."""

from pathlib import Path

from search.api import engine
from search.documents import SearchDocument
from search.finding import Question, find
from search.records import make_record


def of_line(line: str) -> SearchDocument:
    name, title, notes, tags, org, formats, columns = line.split("|")
    return SearchDocument(
        key=f"dataset:{name}",
        kind="dataset",
        title=title,
        body=notes,
        url="/",
        facets={"tags": tuple(tags.split(";")), "organization": (org,), "res_format": tuple(formats.split(";"))},
        texts={"columns": columns.replace(";", " ")},
        permission_labels=("public",),
    )  # fmt: skip


def test_judged_queries_find_what_they_should(shared: Path, on_engine: str) -> None:
    documents = (shared / "search" / "docs.psv").read_text().splitlines()[1:]
    queries = (shared / "search" / "queries.psv").read_text().splitlines()
    engine().rebuild(make_record(of_line(line)) for line in documents)
    recall = rank = 0.0
    for line in queries:
        _, text, _, judged = line.split("|")
        wanted = {pair.split("=")[0] for pair in judged.split(",")}
        keys = [key.split(":")[1] for key in find(Question(text, limit=10)).answer.keys]
        recall += len(wanted & set(keys)) / len(wanted)
        rank += next((1 / n for n, key in enumerate(keys, 1) if key in wanted), 0.0)
    assert recall / len(queries) >= 0.94
    assert rank / len(queries) >= 0.92
