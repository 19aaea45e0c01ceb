"""Intake: from the bytes of a municipal file to a proposal and a normalised CSV. No Django."""

from .errors import (
    EmptyFile,
    EncryptedFile,
    HostileFile,
    IntakeError,
    LimitExceeded,
    NotATable,
    UnknownTable,
    UnreadableFile,
)
from .extracting import extract
from .model import ColumnProfile, Extract, PersonalDataFinding, Proposal, TableChoice, Warning
from .profiling import profile
from .proposing import propose

__all__ = [
    "ColumnProfile",
    "EmptyFile",
    "EncryptedFile",
    "Extract",
    "HostileFile",
    "IntakeError",
    "LimitExceeded",
    "NotATable",
    "PersonalDataFinding",
    "Proposal",
    "TableChoice",
    "UnknownTable",
    "UnreadableFile",
    "Warning",
    "extract",
    "profile",
    "propose",
]
