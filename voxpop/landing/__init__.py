"""What was fetched, as it came: folders that are there whole or not at all, and are never changed but by erasure."""

from voxpop.landing.adopting import adopting
from voxpop.landing.fetches import COVERAGE, ITEMS, TABLE, Fetch, FetchWriter, Landing
from voxpop.landing.unfinished import SPENT

__all__ = ["COVERAGE", "ITEMS", "SPENT", "TABLE", "Fetch", "FetchWriter", "Landing", "adopting"]
