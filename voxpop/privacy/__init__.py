"""Personal details in what people write: found by rule, and masked before analysis, quotes and exports.

`find.find_details` tells them, `mask.mask` writes '[phone]' and its kin in their place, `mask.mask_column` does so for many texts at
once. Nothing is imported here: a configuration names the kinds (`details`) and pays for none of the rules.
"""

SMALLEST_GROUP = 5
"""Fewer people than this are never counted where others read it."""
