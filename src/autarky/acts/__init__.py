"""What states do to ties: declarative acts, each a pure function from shock to shock.

The names below are imported on first use, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autarky.acts.base import Act as Act
    from autarky.acts.base import Context as Context
    from autarky.acts.cartel.act import Cartel as Cartel
    from autarky.acts.corridors.act import Corridors as Corridors
    from autarky.acts.domestic import Endowment as Endowment
    from autarky.acts.domestic import Productivity as Productivity
    from autarky.acts.embargo.act import Embargo as Embargo
    from autarky.acts.export_subsidy import ExportSubsidy as ExportSubsidy
    from autarky.acts.export_tax import ExportTax as ExportTax
    from autarky.acts.payments.act import PaymentChannel as PaymentChannel
    from autarky.acts.payments.act import PaymentCost as PaymentCost
    from autarky.acts.payments.act import PaymentCutOff as PaymentCutOff
    from autarky.acts.payments.reserves_freeze import ReservesFreeze as ReservesFreeze
    from autarky.acts.price_cap import PriceCap as PriceCap
    from autarky.acts.registry import ACTS as ACTS
    from autarky.acts.registry import make_act as make_act
    from autarky.acts.support.act import Support as Support
    from autarky.acts.tariff import Tariff as Tariff
    from autarky.acts.technology.capacity import Capacity as Capacity
    from autarky.acts.technology.import_substitution import ImportSubstitution as ImportSubstitution
    from autarky.acts.technology.programme import Programme as Programme
    from autarky.acts.trade_cost import TradeCost as TradeCost
    from autarky.acts.transfer import Transfer as Transfer
    from autarky.acts.union.act import Union as Union

_WHERE = {
    "ACTS": "registry",
    "Act": "base",
    "Capacity": "technology.capacity",
    "Cartel": "cartel.act",
    "Context": "base",
    "Corridors": "corridors.act",
    "Embargo": "embargo.act",
    "Endowment": "domestic",
    "ExportSubsidy": "export_subsidy",
    "ExportTax": "export_tax",
    "ImportSubstitution": "technology.import_substitution",
    "PaymentChannel": "payments.act",
    "PaymentCost": "payments.act",
    "PaymentCutOff": "payments.act",
    "PriceCap": "price_cap",
    "Productivity": "domestic",
    "Programme": "technology.programme",
    "Support": "support.act",
    "ReservesFreeze": "payments.reserves_freeze",
    "Tariff": "tariff",
    "TradeCost": "trade_cost",
    "Transfer": "transfer",
    "Union": "union.act",
    "make_act": "registry",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'autarky.acts' has no attribute {name!r}")
    return getattr(import_module(f"autarky.acts.{_WHERE[name]}"), name)
