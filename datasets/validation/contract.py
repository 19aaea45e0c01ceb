"""The contract of validation: one table, one schema, one report as frictionless 5.21 writes it."""

import copy
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from frictionless import Check, Checklist, Detector, Dialect, Schema
from frictionless.resources import TableResource

from datasets.validation.columnar import ColumnarTable, QuickChecklist
from datasets.validation.engine import NotColumnar, note_choice

logger = logging.getLogger(__name__)

LIMIT_ERRORS: Final = 1000
# Below this size the blocks do not pay.
SMALL_BYTES: Final = 40_000
PROGRESS_ROWS: Final = 5000
Progress = Callable[[int], None]


def validate(
    path: str | Path,
    schema: dict[str, Any] | None,
    *,
    engine: str = "auto",
    on_progress: Progress | None = None,
    **options: Any,
) -> dict[str, Any]:
    """Return frictionless's report on the table at `path`.

    `engine` is "auto", "frictionless" or "columnar" (also for small files). Whatever the columns
    cannot judge with certainty is judged by frictionless; `last_choice` tells. Options and
    exceptions are those of `reference`.
    """
    try:
        report, refusal = _columnar(Path(path), schema, engine, on_progress, **options)
        note_choice("frictionless" if refusal else "columnar", refusal or "columnar")
    except NotColumnar as reason:
        note_choice("frictionless", reason.code)
        report = reference(path, schema, on_progress=on_progress, **options)
    return report


def _columnar(
    path: Path,
    schema: dict[str, Any] | None,
    engine: str,
    progress: Progress | None,
    **options: Any,
) -> tuple[dict[str, Any], str]:
    """Return the report, and why frictionless's stream made it. Raises NotColumnar."""
    if engine == "frictionless":
        raise NotColumnar("asked")
    if options.get("format", "csv") != "csv":
        raise NotColumnar("format")
    if options.get("limit_rows"):
        raise NotColumnar("limit-rows")
    if any(options.get(name) for name in ("checks", "pick_errors", "skip_errors")):
        raise NotColumnar("checklist")
    if engine == "auto" and path.is_file() and path.stat().st_size < SMALL_BYTES:
        raise NotColumnar("small")
    try:
        return _report(ColumnarTable, path, schema, progress, **options)
    except NotColumnar:
        raise
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        # Often frictionless raises, too: a schema that cannot be applied. Else it is ours to mend.
        logger.info("columnar validation gave up", exc_info=True)
        raise NotColumnar("inner", f"{type(error).__name__}: {error}") from error


def reference(
    path: str | Path,
    schema: dict[str, Any] | None,
    *,
    on_progress: Progress | None = None,
    **options: Any,
) -> dict[str, Any]:
    """Return what frictionless itself says.

    Options: encoding, dialect, format, schema_sync, limit_errors, limit_rows; as in a checklist:
    checks (descriptors), pick_errors, skip_errors.
    """
    return _report(TableResource, Path(path), schema, on_progress, **options)[0]


def _report(
    kind: type[TableResource],
    path: Path,
    schema: dict[str, Any] | None,
    on_progress: Progress | None,
    *,
    encoding: str | None = None,
    dialect: dict[str, Any] | None = None,
    format: str = "csv",
    schema_sync: bool = True,
    limit_errors: int = LIMIT_ERRORS,
    limit_rows: int | None = None,
    checks: list[dict[str, Any]] | None = None,
    pick_errors: list[str] | None = None,
    skip_errors: list[str] | None = None,
) -> tuple[dict[str, Any], str]:
    """Let frictionless open, judge and report.

    Format and folder are given explicitly: frictionless would take a `.json` for a descriptor and
    open what it points to.
    """
    resource: TableResource = kind(
        path=path.name,
        basepath=str(path.parent),
        scheme="file",
        format=format,
        encoding=encoding,
        dialect=Dialect.from_descriptor(copy.deepcopy(dialect)) if dialect else Dialect(),
        schema=Schema.from_descriptor(copy.deepcopy(schema)) if schema else None,
        detector=Detector(schema_sync=schema_sync),
    )
    quick = isinstance(resource, ColumnarTable)
    if isinstance(resource, ColumnarTable):
        resource.limit_errors, resource.on_progress = limit_errors, on_progress
    checklist = Checklist(
        checks=[Check.from_descriptor(dict(check)) for check in checks or []],
        pick_errors=list(pick_errors or []),
        skip_errors=list(skip_errors or []),
    )
    try:
        report = resource.validate(
            QuickChecklist() if quick else checklist,
            on_row=_counter(on_progress) if on_progress and not quick else None,
            limit_errors=limit_errors,
            limit_rows=limit_rows,
        )
    finally:
        if isinstance(resource, ColumnarTable):
            resource.end_rows()
    refusal = getattr(resource, "refusal", None)
    return dict(report.to_descriptor()), refusal.code if refusal else ""


def _counter(on_progress: Progress) -> Any:
    """Return a callback that counts rows and tells every few thousand."""
    count = 0

    def on_row(_row: Any) -> None:
        nonlocal count
        count += 1
        if count % PROGRESS_ROWS == 0:
            on_progress(count)

    return on_row
