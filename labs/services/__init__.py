"""Writes that span several records of the labs."""

from labs.services.teams import (
    lab_team_create,
    lab_team_delete,
    lab_team_rename,
    lab_teams_complete,
    shared_collection,
)

__all__ = [
    "lab_team_create",
    "lab_team_delete",
    "lab_team_rename",
    "lab_teams_complete",
    "shared_collection",
]
