"""Erasures in the tables, as whole transactions: what is asked for, what has expired, what still must reach other places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from voxpop.warehouse.erasure import tables
from voxpop.warehouse.marts import refill
from voxpop.warehouse.sql_files import query

if TYPE_CHECKING:
    from voxpop.warehouse.erasure.known import Known
    from voxpop.warehouse.erasure.tables import Erased, Expiry, GonePost, Request
    from voxpop.warehouse.files import Session


class Erasures:
    """What may not be here any more; each method is one transaction, in which the marts are filled again too."""

    def __init__(self, session: Session) -> None:
        self.con = session.con
        self.transaction = session.transaction

    def erase(
        self, request: Request, salt: str, time_zone: str, *, quarantined: Sequence[str] = (), dry_run: bool = False
    ) -> Erased:
        """Take authors and posts out of every table, marts included, and keep them out; a dry run only counts."""
        hashes = [hash_ for group in request.authors for hash_ in group] + list(request.posts)
        self.con.execute("begin")
        try:
            tables.bury(self.con, request)
            found = tables.apply(self.con, salt, tables.REQUEST, hashes=hashes, quarantined=quarantined)
            refill(self.con, time_zone)
        except BaseException:
            self.con.execute("rollback")
            raise
        self.con.execute("rollback" if dry_run else "commit")
        return found

    def expire(self, rules: Iterable[Expiry], time_zone: str) -> Erased | None:
        """Take posts and wordings that are older than the rules allow out of every table; None: there were none."""
        with self.transaction():
            found = tables.expire(self.con, rules)
            if found and found.n_posts:
                refill(self.con, time_zone)
        return found

    def meet(self, names: Iterable[str], salt: str) -> tuple[int, datetime | None]:
        """How many posts are of any of the names (hashes of ids, handles or posts), and when such were forgotten first."""
        values = {"names": sorted(names), "salt": salt}
        n_posts, erased_at = self.con.execute(query("erase/met"), values).fetchall()[0]
        return int(n_posts), erased_at

    def list_authors(self) -> frozenset[str]:
        """The hashes of every author that posts show, by id and by handle."""
        return frozenset(row[0] for row in self.con.execute(query("erase/authors")).fetchall())

    def list_unfinished(self) -> list[Erased]:
        """Erasures that have not reached every place outside the tables."""
        return tables.list_unfinished(self.con)

    def list_gone(self) -> list[GonePost]:
        """Posts deleted upstream whose words may still be outside the tables."""
        return tables.list_gone(self.con)

    def read_tombstones(self) -> dict[str, frozenset[str]]:
        """The keyed hashes of what may not come back, by kind."""
        return tables.tombstones(self.con)

    def erase_again(self, known: Known, salt: str, time_zone: str, *, quarantined: Sequence[str] = ()) -> int:
        """Set tombstones of other states of this warehouse and heed them; how many posts were taken out."""
        with self.transaction():
            if not tables.add_tombstones(self.con, known.by_kind()) and not quarantined:
                return 0
            found = tables.apply(self.con, salt, tables.REQUEST, quarantined=quarantined)
            refill(self.con, time_zone)
        return found.n_posts

    def finish(self, counts: Mapping[str, int], gone: Iterable[tuple[str, str, datetime]]) -> None:
        """Note that what the tables know of erasures has reached every other place."""
        with self.transaction():
            tables.finish(self.con, counts, gone)
