"""The report in German."""
