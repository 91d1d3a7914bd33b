"""What was fetched, as it came: folders that are there whole or not at all, and are never changed but by erasure."""

from voxpop.landing.fetches import COVERAGE, ITEMS, SPENT, TABLE, Fetch, FetchWriter, Landing

__all__ = ["COVERAGE", "ITEMS", "SPENT", "TABLE", "Fetch", "FetchWriter", "Landing"]
