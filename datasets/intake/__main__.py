"""Command line: `python -m datasets.intake FILE [--json]` shows what was understood."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from . import IntakeError, Proposal, propose


def main(argv: list[str] | None = None) -> int:
    """Print the proposal; exit code 1 with a German message if there is no table."""
    parser = argparse.ArgumentParser(prog="python -m datasets.intake", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="alles als JSON ausgeben")
    parser.add_argument("--sheet", help="Tabellenblatt")
    parser.add_argument("--member", help="Datei im ZIP-Archiv")
    options = parser.parse_args(argv)
    try:
        proposal = propose(options.file, sheet=options.sheet, member=options.member)
    except IntakeError as error:
        _print_error(error, options.json)
        return 1
    if options.json:
        print(json.dumps(proposal.to_dict(), ensure_ascii=False, indent=2))
    else:
        _print_text(proposal)
    return 0


def _print_error(error: IntakeError, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"error": error.to_dict()}, ensure_ascii=False, indent=2))
        return
    where = f" ({error.where})" if error.where else ""
    print(f"{error.message_de}{where} {error.hint_de}", file=sys.stderr)


def _print_text(proposal: Proposal) -> None:
    print(proposal.sentence)
    for field in proposal.schema["fields"]:
        meaning = f", {field['meaning']}" if field["meaning"] else ""
        print(f"  {field['name']}: {field['type']}{meaning} ({field['reason']})")
    for warning in proposal.warnings:
        print(f"  Hinweis: {warning.message_de}")
    for finding in proposal.personal_data:
        print(f"  Personenbezug? {finding.column}: {finding.reason_de}")


if __name__ == "__main__":
    sys.exit(main())
