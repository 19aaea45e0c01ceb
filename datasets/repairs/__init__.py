"""Repairs: what can be mended in a file without asking anybody, shown before it is done. No Django.

Only the values stand here: web workers speak of repairs without loading what reads files.
"""

from datasets.repairs.model import REPAIR, Applied, Change, Repair, Repaired, RepairOrder

__all__ = ["REPAIR", "Applied", "Change", "Repair", "RepairOrder", "Repaired"]
