"""Sectors: ICIO industries, groups of them, and how a label is matched to the sectors of a world.

Groups are lists of ICIO industries, so they work on any world whatever its aggregation. No heavy imports.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from autarky.errors import InputError, did_you_mean
from autarky.world.labels import Selection, fold

if TYPE_CHECKING:
    from autarky.world.accounts import World


@cache
def _table() -> dict[str, str]:
    text = files("autarky.world").joinpath("data", "hs-industry.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {r["hs"]: r["industry"] for r in rows}


def industry_of(product: str) -> str | None:
    """The ICIO industry (2025 edition) that makes an HS product, by the longest prefix in `data/hs-industry.csv`;
    None where HS has no such chapter (77, 98, 99)."""
    table = _table()
    for length in range(len(product), 1, -1):
        if product[:length] in table:
            return table[product[:length]]
    return None


# Industries of the OECD ICIO, 2025 edition (ISIC Rev. 4), with short names.
INDUSTRIES: dict[str, str] = {
    "A01": "Agriculture and hunting",
    "A02": "Forestry and logging",
    "A03": "Fishing and aquaculture",
    "B05": "Coal and lignite mining",
    "B06": "Oil and gas extraction",
    "B07": "Metal ore mining",
    "B08": "Other mining and quarrying",
    "B09": "Mining support services",
    "C10T12": "Food, beverages and tobacco",
    "C13T15": "Textiles, clothing and leather",
    "C16": "Wood products",
    "C17_18": "Paper and printing",
    "C19": "Coke and refined petroleum",
    "C20": "Chemicals",
    "C21": "Pharmaceuticals",
    "C22": "Rubber and plastics",
    "C23": "Other non-metallic minerals",
    "C24A": "Iron and steel",
    "C24B": "Non-ferrous metals",
    "C25": "Fabricated metal products",
    "C26": "Electronics and optical products",
    "C27": "Electrical equipment",
    "C28": "Machinery and equipment",
    "C29": "Motor vehicles",
    "C301": "Ships and boats",
    "C302T309": "Other transport equipment",
    "C31T33": "Furniture, other manufacturing, repair",
    "D": "Electricity, gas and steam supply",
    "E": "Water, sewerage and waste",
    "F": "Construction",
    "G": "Wholesale and retail trade",
    "H49": "Land transport and pipelines",
    "H50": "Water transport",
    "H51": "Air transport",
    "H52": "Warehousing and transport support",
    "H53": "Post and couriers",
    "I": "Accommodation and food services",
    "J58T60": "Publishing and broadcasting",
    "J61": "Telecommunications",
    "J62_63": "Computer and information services",
    "K": "Finance and insurance",
    "L": "Real estate",
    "M": "Professional and technical services",
    "N": "Administrative services",
    "O": "Public administration and defence",
    "P": "Education",
    "Q": "Health and social work",
    "R": "Arts and recreation",
    "S": "Other services",
    "T": "Households as employers",
}

# Each entry is an industry or a code that covers several ("B", "C24", "C26T28").
GROUPS: dict[str, tuple[str, ...]] = {
    "all": tuple(INDUSTRIES),
    "goods": ("A", "B", "C"),
    "services": tuple(i for i in INDUSTRIES if i[0] not in "ABCDEF"),
    "manufacturing": ("C",),
    "agriculture": ("A",),
    "agrifood": ("A01", "A03", "C10T12"),
    "food": ("C10T12",),
    "mining": ("B",),
    "energy": ("B05", "B06", "C19", "D"),
    "fossil fuels": ("B05", "B06", "C19"),
    "oil and gas": ("B06",),
    "oil": ("B06",),
    "gas": ("B06",),
    "coal": ("B05",),
    "refining": ("C19",),
    "electricity": ("D",),
    "metals": ("B07", "C24", "C25"),
    "basic metals": ("C24",),
    "steel": ("C24A",),
    "chemicals": ("C20",),
    "pharma": ("C21",),
    "raw materials": ("A01", "A02", "B", "C16", "C24"),
    "machinery": ("C28",),
    "electronics": ("C26",),
    "vehicles": ("C29", "C30"),
    "cars": ("C29",),
    "textiles": ("C13T15",),
    "wood and paper": ("C16", "C17_18"),
    "capital goods": ("C26", "C27", "C28", "C29", "C30"),
    "high technology": ("C21", "C26", "C302T309"),
    "utilities": ("D", "E"),
    "construction": ("F",),
    "trade": ("G",),
    "transport": ("H",),
    "digital": ("J",),
    "finance": ("K",),
    "business services": ("M", "N"),
    "public services": ("O", "P", "Q"),
}


def _span(code: str) -> tuple[str, int, int] | None:
    """Section letter and range of two-digit ISIC divisions of a code: ``C10T12`` -> ("C", 10, 12)."""
    match = re.fullmatch(r"([A-U])(?:(\d\d)\d*(?:(?:T|_)(\d\d)\d*)?)?[AB]?", code.upper())
    if match is None:
        return None
    letter, first, last = match.groups()
    return (letter, 0, 99) if first is None else (letter, int(first), int(last or first))


def industries_of(code: str) -> tuple[str, ...]:
    """ICIO industries that a code covers: ``C24`` -> C24A and C24B, ``B`` -> B05 ... B09; () if it is no
    code.
    """
    if code.upper() in INDUSTRIES:
        return (code.upper(),)
    if fold(code).replace(" ", "_") in ("m_n", "mn"):
        return ("M", "N")
    sections = re.fullmatch(r"([A-U])_?T?O?_?([A-U])?", code.upper().replace("_TO_", "T"))
    if sections and sections[2]:  # O_to_T
        return tuple(i for i in INDUSTRIES if sections[1] <= i[0] <= sections[2])
    span = _span(code)
    if span is None:
        return ()
    letter, low, high = span
    inside = []
    for industry in INDUSTRIES:
        of = _span(industry)
        if of is not None and of[0] == letter and low <= of[1] and of[2] <= high:
            inside.append(industry)
    return tuple(inside)


def resolve_sector(label: str, world: "World") -> str:
    """The one sector of `world` that `label` means: its code, its name, or a source industry inside it.

    Raises `InputError` for an unknown label (with a suggestion) and for a group or code that means several
    sectors.
    """
    direct = _direct(label, world)
    if direct is not None:
        return direct
    selection = select_sectors([label], world)
    if len(selection.labels) == 1:
        return selection.labels[0]
    raise InputError(
        f"{label!r} means {len(selection.labels)} sectors of world {world.name}"
        f" ({', '.join(selection.labels)});"
        " name one of them"
    )


def resolve_sectors(labels: str | Iterable[str], world: "World") -> tuple[str, ...]:
    """Sectors of `world`, in its order, that the labels, codes and groups mean; `select_sectors` says what is
    left out.
    """
    return select_sectors(labels, world).labels


def select_sectors(labels: str | Iterable[str], world: "World") -> Selection:
    """Expand codes, names and groups (``goods``, ``energy``, ``-C19`` to leave out) to the sectors of
    `world`.

    A group selects the sectors that lie wholly inside it; its industries inside wider sectors are in
    `dropped`. Raises `InputError` for an unknown label and for one that selects nothing.
    """
    asked = [labels] if isinstance(labels, str) else list(labels)
    if not asked:
        raise InputError(f"no sector named; world {world.name} has {', '.join(world.sectors)}")
    chosen: set[str] = set()
    dropped: dict[str, str] = {}
    if all(label.startswith(("-", "!")) for label in asked):
        asked = ["all", *asked]
    for label in asked:
        leave_out = label.startswith(("-", "!"))
        found, outside = _expand(label[1:].strip() if leave_out else label, world)
        chosen = chosen - set(found) if leave_out else chosen | set(found)
        if not leave_out:
            dropped |= outside
    if not chosen:
        raise InputError(f"{', '.join(asked)} leaves no sector of world {world.name}")
    return Selection(tuple(s for s in world.sectors if s in chosen), dropped)


def industries_in_group(name: str) -> tuple[str, ...]:
    """Industries of a sector group; () if there is no such group."""
    group = GROUPS.get(fold(name))
    return () if group is None else tuple(dict.fromkeys(i for code in group for i in industries_of(code)))


def _direct(label: str, world: "World") -> str | None:
    wanted = fold(label)
    for sector in world.sectors:
        if wanted in (fold(sector), fold(world.sector_names[sector])):
            return sector
    return None


def _expand(label: str, world: "World") -> tuple[list[str], dict[str, str]]:
    direct = _direct(label, world)
    if direct is not None:
        return [direct], {}
    if fold(label) == "all":  # whatever a world calls its sectors
        return list(world.sectors), {}
    industries = industries_in_group(label) or industries_of(label) or _by_name(label)
    if not industries:
        known = [*world.sectors, *world.sector_names.values(), *GROUPS, *INDUSTRIES, *INDUSTRIES.values()]
        raise InputError(
            f"unknown sector {label!r}{did_you_mean(label, known)}; world {world.name} has"
            f" {', '.join(world.sectors)} and groups such as goods, energy, manufacturing"
        )
    return _covered(label, industries, world.industries, world.name)


def _by_name(label: str) -> tuple[str, ...]:
    return tuple(code for code, name in INDUSTRIES.items() if fold(name) == fold(label))


def _covered(
    label: str, industries: Sequence[str], inside: Mapping[str, Sequence[str]], name: str
) -> tuple[list[str], dict[str, str]]:
    wanted = set(industries)
    whole = [s for s, members in inside.items() if wanted.issuperset(members)]
    covered = {i for s in whole for i in inside[s]}
    dropped = {i: s for s, members in inside.items() for i in members if i in wanted - covered}
    if whole:
        return whole, dropped
    wider = list(dict.fromkeys(dropped.values()))
    if len(industries) == 1 and len(wider) == 1:  # a source industry stands for the sector that holds it
        return wider, {}
    if not wider:
        raise InputError(f"{label!r} ({', '.join(industries)}) is in no sector of world {name}")
    raise InputError(
        f"{label!r} ({', '.join(industries)}) is only a part of {', '.join(wider)} in world {name};"
        f" name that sector or use a world with more sectors"
    )
