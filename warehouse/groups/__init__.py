"""SQL over groups of people that are large enough to be told, apart from the snapshot: no post and no person is in reach of it."""

from voxpop.warehouse.groups.tables import TABLES, Groups, Limits, read_groups

__all__ = ["TABLES", "Groups", "Limits", "read_groups"]
