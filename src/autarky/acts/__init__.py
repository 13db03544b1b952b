"""What states do to ties: declarative acts, each a pure function from shock to shock.

The names below are imported on first use, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autarky.acts.base import Act as Act
    from autarky.acts.base import Context as Context
    from autarky.acts.capacity import Capacity as Capacity
    from autarky.acts.cartel import Cartel as Cartel
    from autarky.acts.corridors import Corridors as Corridors
    from autarky.acts.domestic import Endowment as Endowment
    from autarky.acts.domestic import Productivity as Productivity
    from autarky.acts.embargo import Embargo as Embargo
    from autarky.acts.export_subsidy import ExportSubsidy as ExportSubsidy
    from autarky.acts.export_tax import ExportTax as ExportTax
    from autarky.acts.import_substitution import ImportSubstitution as ImportSubstitution
    from autarky.acts.payments import PaymentChannel as PaymentChannel
    from autarky.acts.payments import PaymentCost as PaymentCost
    from autarky.acts.payments import PaymentCutOff as PaymentCutOff
    from autarky.acts.price_cap import PriceCap as PriceCap
    from autarky.acts.programme import Programme as Programme
    from autarky.acts.registry import ACTS as ACTS
    from autarky.acts.registry import make_act as make_act
    from autarky.acts.reserves_freeze import ReservesFreeze as ReservesFreeze
    from autarky.acts.support import Support as Support
    from autarky.acts.tariff import Tariff as Tariff
    from autarky.acts.trade_cost import TradeCost as TradeCost
    from autarky.acts.transfer import Transfer as Transfer
    from autarky.acts.union import Union as Union

_WHERE = {
    "ACTS": "registry",
    "Act": "base",
    "Capacity": "capacity",
    "Cartel": "cartel",
    "Context": "base",
    "Corridors": "corridors",
    "Embargo": "embargo",
    "Endowment": "domestic",
    "ExportSubsidy": "export_subsidy",
    "ExportTax": "export_tax",
    "ImportSubstitution": "import_substitution",
    "PaymentChannel": "payments",
    "PaymentCost": "payments",
    "PaymentCutOff": "payments",
    "PriceCap": "price_cap",
    "Productivity": "domestic",
    "Programme": "programme",
    "Support": "support",
    "ReservesFreeze": "reserves_freeze",
    "Tariff": "tariff",
    "TradeCost": "trade_cost",
    "Transfer": "transfer",
    "Union": "union",
    "make_act": "registry",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'autarky.acts' has no attribute {name!r}")
    return getattr(import_module(f"autarky.acts.{_WHERE[name]}"), name)
