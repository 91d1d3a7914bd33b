"""Figures with their errors: shares, ratios and changes, corrected for what classifiers get wrong."""
