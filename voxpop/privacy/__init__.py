"""Personal details in what people write: found by rule, and masked before analysis, quotes and exports.

`find_details` tells them, `mask` writes '[phone]' and its kin in their place, `mask_column` does so for many texts at once.
"""

from voxpop.privacy.details import Detail, DetailKind
from voxpop.privacy.find import find_details
from voxpop.privacy.mask import Masked, mask, mask_column

__all__ = ["Detail", "DetailKind", "Masked", "find_details", "mask", "mask_column"]
