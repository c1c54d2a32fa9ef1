"""Professions on two levels, sector and role: a person has one declared primary role (domain 2, [D])."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """A declared primary professional role, within its sector."""

    key: str
    label: str
    sector: str


SECTORS: dict[str, str] = {
    "health": "Health",
    "social-care": "Children's social care",
    "police": "Police",
    "education": "Education and early years",
    "justice": "Probation and youth justice",
    "council": "Housing and other council",
    "adult": "Adult services",
    "voluntary": "Voluntary sector",
    "legal": "Legal",
    "academia": "Academia",
    "partnership": "Partnership manager or independent reviewer",
    "lay": "Lay",
    "other": "Other",
}

_HEALTH_ROLES = {
    "paediatrician": "Paediatrician",
    "nurse": "Nurse",
    "health-visitor": "Health visitor or school nurse",
    "midwife": "Midwife",
    "gp": "GP",
    "mental-health": "Mental health",
    "ambulance": "Ambulance",
    "other-health": "Other health",
}

ROLES: dict[str, Role] = {
    **{key: Role(key, label, "health") for key, label in _HEALTH_ROLES.items()},
    **{key: Role(key, label, key) for key, label in SECTORS.items() if key != "health"},
}


def role(key: str) -> Role:
    """The role with this key; a `KeyError` is a fault of the caller, never of a person."""
    return ROLES[key]


def sector_label(key: str) -> str:
    """A sector's name as people write it."""
    return SECTORS[key]
