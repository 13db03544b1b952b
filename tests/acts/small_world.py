"""Three economies, two sectors, figures that can be checked by hand."""

import numpy as np

from autarky.acts import Context, make_act
from autarky.economy.backend import prepare
from autarky.economy.calibration import calibrate
from autarky.economy.shock import Shock
from autarky.world import World

prepare()
BLR, RUS, POL = 0, 1, 2
FOOD, OIL = 0, 1


def small_world(*, tariff: float = 0.0, export_tax: float = 0.0) -> World:
    """Each sells 10 of each sector to each other one and 80 to itself; no inputs. Value added: 600."""
    trade = np.full((3, 2, 3), 10.0)
    trade[range(3), :, range(3)] = 80.0
    abroad = 1 - np.eye(3)[:, None, :] * np.ones((1, 2, 1))
    t, x = tariff * abroad, export_tax * abroad
    return World.from_arrays(
        economies=["BLR", "RUS", "POL"],
        sectors=["C10T12", "B06"],
        trade=trade,
        tariff=t,
        export_tax=x,
        inputs=np.zeros((2, 3, 2)),
        final=((1 + t) * (1 + x) * trade).sum(0),
        economy_names={"BLR": "Belarus", "RUS": "Russia", "POL": "Poland"},
        sector_names={"C10T12": "Food", "B06": "Oil and gas"},
        attrs={"name": "small", "year": 2022},
    )


def shock_of(world: World, *acts: dict[str, object]) -> Shock:
    """The shock that the acts amount to, in order."""
    shock, context = Shock.empty(calibrate(world)), Context(world)
    for fields in acts:
        shock = make_act(fields).apply(shock, context)
    return shock
