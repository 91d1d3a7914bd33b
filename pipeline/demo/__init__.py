"""The demo world: a fictional company, its posts with planted truths, and servers that speak real wire formats."""
