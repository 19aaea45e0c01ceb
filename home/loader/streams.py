"""Blocks as the demo's files write them, turned into those that pages store."""

import uuid
from collections.abc import Iterable
from typing import Any

from wagtail.models import Page

from datasets.models import Dataset
from home.loader.images import document_id, image_id
from home.loader.living import chart_value, text_with_figures
from portal.base.pages import HOME_DEPTH

Block = dict[str, Any]


def stream(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks for a body; a reference to what does not exist is left out."""
    stored = (_block(block["type"], block["value"]) for block in blocks)
    return [block for block in stored if block is not None]


def block(kind: str, value: Any) -> Block:
    """Return one block as a stream stores it."""
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def _block(kind: str, value: Any) -> Block | None:
    """Turn one block into its stored form."""
    match kind:
        case "heading":
            value = {**value, "level": str(value["level"])}
        case "callout":
            value = {"style": value["style"], "title": value["title"], "text": value["html"]}
        case "paragraph" if isinstance(value, dict):
            value = text_with_figures(value)
        case "chart":
            value = chart_value(value)
            if value is None:
                return None
        case "video" | "table":
            value = (_video if kind == "video" else _table)(value)
        case "links":
            links = [link for item in value["items"] if (link := _link(item))]
            value = {"title": value["title"], "links": links}
        case "dataset":
            found = dataset_id(value["dataset"])
            if found is None:
                return None
            value = {"dataset": found, "note": value.get("note", "")}
    return block(kind, value)


def _video(value: dict[str, Any]) -> dict[str, Any]:
    """Turn names of files into the documents and the picture that a video is made of."""
    return {
        **value,
        "file": document_id(value["file"]),
        "captions": document_id(value["captions"]),
        "poster": image_id(value["poster"]),
    }


def _table(value: dict[str, Any]) -> dict[str, Any]:
    """Turn header and rows into a table; columns of figures are set as such."""
    numeric = [
        all(_is_number(row[index]) for row in value["rows"])
        for index in range(len(value["header"]))
    ]
    return {
        "caption": value["caption"],
        "columns": [
            {"type": "number" if is_number else "text", "heading": heading}
            for heading, is_number in zip(value["header"], numeric, strict=True)
        ],
        "rows": [{"values": [str(cell) for cell in row]} for row in value["rows"]],
    }


def _is_number(cell: object) -> bool:
    """Say whether a cell holds a figure, perhaps with a unit sign."""
    text = str(cell).strip().rstrip("%€ ").replace(".", "").replace(",", "").lstrip("-+–")
    return text.isdecimal()


def _link(item: dict[str, str]) -> dict[str, Any] | None:
    """Turn a link into its stored form, None if its target does not exist."""
    link: dict[str, Any] = {"label": item["label"], "page": None, "url": "", "dataset": None}
    if "page" in item:
        link["page"] = page_id(item["page"])
    elif "dataset" in item:
        link["dataset"] = dataset_id(item["dataset"])
    else:
        link["url"] = item["url"]
    return link if link["page"] or link["dataset"] or link["url"] else None


def page_id(slug: str) -> int | None:
    """Return the number of the page directly below the home page."""
    return Page.objects.filter(depth=HOME_DEPTH + 1, slug=slug).values_list("pk", flat=True).first()


def dataset_id(name: str) -> str | None:
    """Return the id of the dataset of this name."""
    return Dataset.objects.public().filter(name=name).values_list("pk", flat=True).first()
