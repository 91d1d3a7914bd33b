"""Who lives in the demo world: made-up people with roles, habits and one or two places where they write."""

from __future__ import annotations

import random
from dataclasses import dataclass

from voxpop.pipeline.demo.phrases import STYLES, Voice
from voxpop.pipeline.demo.world import Person

FIRST = """Ada Alba Amir Anouk Aron Beata Bela Birte Bruno Cato Celia Dario Dorothea Edda Eino Elif Emre Enzo Fenna Filip
Gesa Gwen Hanno Ida Ilse Imre Ines Ivo Jana Jorun Juno Kaja Kemal Lale Levi Lina Lotte Luka Maren Mika Milo Nadia Nele Nils Noor
Odile Olga Oskar Pavel Petra Quinn Rahel Remo Rosa Ruben Sami Selma Silke Stig Tamas Tilda Tove Uwe Vera Wanda Xenia Yara Zoltan""".split()  # noqa: SIM905
LAST = """Abend Brook Cordes Dahl Eck Falk Gruber Holm Iversen Jansen Koval Lund Marek Novak Olsen Pires Quist Roth Sand Toth Ullman
Varga Weil Yilmaz Zeman Bell Carver Dunne Ferro Grady Hale Kerr Lamb Moran Nash Orr Page Reyes Stone Vale""".split()  # noqa: SIM905
TAILS = ("", "_crm", "ops", "42", "_dev", "admin", "77", "hq", "online", "xyz", "_it", "99", "works", "desk", "io")


@dataclass(frozen=True, slots=True)
class Role:
    """One kind of people: how many, where they write, how much a week, and what about."""

    name: str
    people: int
    weekly_posts: float
    places: dict[str, float]  # 'discourse:administrators' -> weight
    themes: dict[str, float]
    tones: tuple[float, float, float]  # negative, neutral, positive
    flair: str | None = None
    groups: tuple[str, ...] = ()


ROLES = (
    Role("administrator", 330, 205, {"discourse:administrators": 6, "reddit:larkspurcrm": 2.2, "x:": 0.8},
         {"upgrades": 1.2, "performance": 1.6, "permissions": 1.6, "email": 1.5, "docs": 1.2, "api": 0.8, "import": 1.2, "reporting": 0.6, "community": 0.6, "pricing": 0.4},
         (0.27, 0.36, 0.37), "Admin"),
    Role("customer", 430, 250, {"discourse:using-larkspur": 6, "discourse:mobile": 2.5, "x:": 2, "reddit:larkspurcrm": 1},
         {"email": 1.5, "mobile": 2.2, "reporting": 2.0, "import": 1.3, "docs": 0.9, "performance": 1.1, "pricing": 0.6, "community": 0.6, "permissions": 0.5},
         (0.28, 0.34, 0.38), "Customer"),
    Role("developer", 170, 105, {"discourse:developers": 6, "reddit:larkspurcrm": 1.5},
         {"api": 3.0, "docs": 1.5, "performance": 1.2, "upgrades": 0.8, "community": 0.8, "permissions": 0.4},
         (0.26, 0.42, 0.32), "Developer"),
    Role("prospect", 330, 125, {"reddit:selfhostedcrm": 5, "x:": 4},
         {"rivals": 5, "pricing": 1.5, "import": 0.7, "mobile": 0.5}, (0.22, 0.45, 0.33)),
    Role("partner", 70, 55, {"discourse:partners": 7, "reddit:larkspurcrm": 0.6},
         {"pricing": 1.4, "upgrades": 0.8, "docs": 1.2, "community": 1.4, "api": 1.0, "reporting": 0.8}, (0.22, 0.38, 0.40), "Partner"),
)  # fmt: skip
STAFF = (
    ("larkspur_team", "Larkspur team", "brand"),
    ("larkspur_events", "Larkspur events", "brand"),
    ("mette_larkspur", "Mette Larkspur", "staff"),
    ("joris_larkspur", "Joris Larkspur", "staff"),
    ("asha_larkspur", "Asha Larkspur", "staff"),
)


@dataclass(frozen=True, slots=True)
class Author:
    """A person with habits."""

    person: Person
    role: Role
    voice: Voice
    activity: float


def everyone(rng: random.Random) -> tuple[dict[str, Person], list[Author]]:
    """All people by key, and those who write by themselves."""
    people: dict[str, Person] = {}
    authors: list[Author] = []
    taken: set[str] = set()
    for role in ROLES:
        for _ in range(role.people):
            person = _person(rng, f"p{len(people):04d}", role, taken)
            people[person.key] = person
            authors.append(Author(person, role, rng.choice(STYLES), rng.paretovariate(1.9)))
    for handle, name, role_name in STAFF:
        key = f"p{len(people):04d}"
        people[key] = Person(
            key=key,
            handle=handle,
            name=name,
            role=role_name,
            flair="Larkspur staff",
            trust=4,
            staff=True,
            groups=("staff",),
        )
    return people, authors


def passers_by(rng: random.Random, people: dict[str, Person], count: int, role: str) -> list[Person]:
    """People who come once: gardeners, giveaway accounts."""
    found = []
    taken = {person.handle for person in people.values()}
    for _ in range(count):
        key = f"p{len(people):04d}"
        person = Person(key=key, handle=_handle(rng, *_name(rng), taken), name="", role=role, trust=0)
        people[key] = person
        found.append(person)
    return found


def _person(rng: random.Random, key: str, role: Role, taken: set[str]) -> Person:
    first, last = _name(rng)
    return Person(
        key=key,
        handle=_handle(rng, first, last, taken),
        name=f"{first} {last}",
        role=role.name,
        flair=role.flair if rng.random() < 0.8 else None,
        trust=rng.choice((0, 1, 1, 2, 2, 3)),
        groups=role.groups,
    )


def _name(rng: random.Random) -> tuple[str, str]:
    return rng.choice(FIRST), rng.choice(LAST)


def _handle(rng: random.Random, first: str, last: str, taken: set[str]) -> str:
    while True:
        stem = rng.choice((first, last, first + last[0], first[0] + last, f"{first}_{last}")).lower()
        handle = f"{stem}{rng.choice(TAILS)}"
        if handle in taken:
            handle = f"{stem}{rng.randint(2, 9999)}"
        if handle not in taken and len(handle) <= 20:
            taken.add(handle)
            return handle
