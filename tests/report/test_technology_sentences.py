"""Acts on technology in words."""

import pytest

from autarky.acts import Context, make_act
from autarky.acts.sentences import sentence
from autarky.worlds import load_world

SAID: dict[str, tuple[dict[str, object], str]] = {
    "capacity": (
        {"sectors": "C26", "share": "60%", "start": 2025, "by": 2030, "dearer": "20%", "label": "Chips"},
        "Chips: own capacity in Belarus, electronics and optical products; own supply from 41.3 % to 61.3 % of ",
    ),
    "import_substitution": (
        {"sectors": "C28", "share": "50%", "dearer": "30%"},
        "Import substitution in Belarus, machinery; own supply from ",
    ),
    "programme": (
        {"sectors": "C28", "coverage": "50%", "gain": "30%", "cost": "USD 2 billion", "payer": "CHN"},
        "Productivity programme in Belarus, machinery; productivity +15.0 %, for USD 2.00 bn a year paid by CHN.",
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_sentence(name: str) -> None:
    fields, start = SAID[name]
    world = load_world()
    act = make_act({"type": name, "economies": "BLR", **fields}).facts(Context(world))
    told = sentence(act, world).replace("\u202f", " ").replace("\u00a0", " ").replace("\u2009", " ")
    assert told.startswith(start), told
    assert "_" not in told and told.endswith(".")
