"""Lucene's clause rules, checked against what the real classic parser (8.7) makes of the strings."""

import pytest

from search.errors import QueryError
from search.query.lucene import parse
from search.query.nodes import (
    AnyOf,
    Bool,
    Boost,
    Fuzzy,
    MatchAll,
    Node,
    Phrase,
    Range,
    Regex,
    Term,
    Wildcard,
)


def written(node: Node | None) -> str:
    match node:
        case Bool(clauses=clauses):
            return "(" + " ".join(f"{c.occur.value}{written(c.node)}" for c in clauses) + ")"
        case Term(field=field, text=text):
            return f"{field}:{text}"
        case Phrase(field=field, text=text, slop=slop):
            return f'{field}:"{text}"' + (f"~{slop}" if slop else "")
        case Wildcard(field=field, pattern=pattern):
            return f"{field}:{pattern}"
        case Fuzzy(field=field, text=text, distance=distance):
            return f"{field}:{text}~{distance}"
        case Regex(field=field, pattern=pattern):
            return f"{field}:/{pattern}/"
        case Boost(node=inner, factor=factor):
            return f"({written(inner)})^{factor}"
        case AnyOf(field=field, texts=texts):
            return f"{field}:({' | '.join(texts)})"
        case Range(field=f, low=low, high=high, include_low=il, include_high=ih):
            return f"{f}:{'[' if il else '{'}{low or '*'} TO {high or '*'}{']' if ih else '}'}"
        case MatchAll():
            return "*:*"
    return ""


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("rad verkehr", "(+text:rad +text:verkehr)"),
        ("tags:Rad Verkehr", "(+tags:Rad +text:Verkehr)"),
        # The last conjunction before a clause decides whether the clause before it has to match.
        ("a b OR c", "(+text:a text:b text:c)"),
        ("a OR b AND c", "(text:a +text:b +text:c)"),
        ("x OR -y", "(text:x -text:y)"),
        ("a AND NOT b", "(+text:a -text:b)"),
        ("a && b || c", "(+text:a text:b text:c)"),
        ("+a OR +b", "(text:a text:b)"),
        ("-a", "(-text:a)"),
        ("(-a) b", "(+(-text:a) +text:b)"),
        ("organization:(a OR b)", "(organization:a organization:b)"),
        ("(a)", "text:a"),
        ("+a", "(+text:a)"),
        ('"a b"~3^2', '(text:"a b"~3)^2.0'),
        ("te*t OR ?x", "(text:te*t text:?x)"),
        ("*:*", "*:*"),
        ("f:* -g:*", "(+f:* -g:*)"),
        ("m:[NOW-7DAYS TO *}", "m:[NOW-7DAYS TO *}"),
        ('n:{"a b" TO "*"]', "n:{a b TO *]"),
        ("roam~ roam~1 roam~0.8", "(+text:roam~2 +text:roam~1 +text:roam~0)"),
        ("/ra[dt].*/", "text:/ra[dt].*/"),
        (r"a\:b\*", "text:a:b*"),
        ("(a b)^3 c", "(+((+text:a +text:b))^3.0 +text:c)"),
        ("title: foo", "title:foo"),
        ("a - b", "(+text:a +text:- +text:b)"),
        ("ANDREA ORT", "(+text:ANDREA +text:ORT)"),
    ],
)
def test_queries_are_read_as_lucene_reads_them(query: str, tree: str) -> None:
    assert written(parse(query)) == tree


@pytest.mark.parametrize(
    "query",
    [
        "AND", "rad AND", "(rad", '"rad', "rad!", "rad/x", "title:", "url:http://x", "", "()", "a:b:c",
        "m:2020-01-01T00:00:00Z", "[a TO b", "a^", "a^x", "roam~1.5", "rad)", "{a b]",
    ],
)  # fmt: skip
def test_what_lucene_refuses_is_refused(query: str) -> None:
    with pytest.raises(QueryError):
        parse(query)


def test_words_side_by_side_in_a_filter_on_an_exact_field_are_alternatives() -> None:
    def is_exact(field: str) -> bool:
        return field != "title"

    assert written(parse("res_format:(CSV JSON)", is_exact=is_exact)) == "res_format:(CSV | JSON)"
    assert written(parse("title:(a b)", is_exact=is_exact)) == "(+title:a +title:b)"
    assert written(parse("res_format:(CSV AND JSON)", is_exact=is_exact)) == (
        "(+res_format:CSV +res_format:JSON)"
    )


def test_length_depth_and_number_of_clauses_are_bounded() -> None:
    for query in ("a" * 9_000, "(" * 100 + "a" + ")" * 100, "a " * 1_100):
        with pytest.raises(QueryError):
            parse(query)
