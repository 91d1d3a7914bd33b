"""Personal details of what was mapped, masked before it is loaded; how many of each kind is told in the notes of the fetch."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from voxpop.post import Mapped, Note
from voxpop.privacy.details import DetailKind
from voxpop.privacy.mask import mask_column

if TYPE_CHECKING:
    from voxpop.config.privacy import Privacy

COLUMNS = ("title", "text")


def mask_details(mapped: Mapped, privacy: Privacy) -> Mapped:
    """The same with '[phone]' and its kin in titles and texts, and a note for each kind that was masked."""
    if not privacy.kinds or not mapped.posts.num_rows:
        return mapped
    posts, rows, further = mapped.posts, Counter[DetailKind](), privacy.further_finder()
    for name in COLUMNS:
        place = posts.schema.get_field_index(name)
        column, counts = mask_column(posts[name], privacy.kinds, privacy.keep, further)
        posts = posts.set_column(place, posts.schema.field(place), column)
        rows.update(kind for told in counts for kind in told)
    notes = [Note(f"{{rows}} titles or texts held details masked as [{kind}]", n) for kind, n in sorted(rows.items())]
    return replace(mapped, posts=posts, notes=(*mapped.notes, *notes))
