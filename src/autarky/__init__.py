"""autarky: how states depend on one another, and what happens when a tie is cut, taxed, guaranteed or deepened."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autarky.economy.behaviour import behaviour as behaviour
    from autarky.economy.gradient import gradient as gradient
    from autarky.economy.result import Result as Result
    from autarky.economy.shock import Shock as Shock
    from autarky.economy.solve import equilibrium as equilibrium
    from autarky.errors import AutarkyError as AutarkyError
    from autarky.errors import InputError as InputError
    from autarky.errors import SolveError as SolveError
    from autarky.scenario import Scenario as Scenario
    from autarky.scenario import solve as solve
    from autarky.scenario import solve_all as solve_all
    from autarky.world.accounts import World as World
    from autarky.world.library import list_worlds as list_worlds
    from autarky.world.library import load_world as load_world

__version__ = "0.1.0"

# name -> module; imported on first use, so that `import autarky` and the command line's help stay instant
_EXPORTS = {
    "AutarkyError": "autarky.errors",
    "InputError": "autarky.errors",
    "SolveError": "autarky.errors",
    "World": "autarky.world.accounts",
    "load_world": "autarky.world.library",
    "list_worlds": "autarky.world.library",
    "Shock": "autarky.economy.shock",
    "behaviour": "autarky.economy.behaviour",
    "equilibrium": "autarky.economy.solve",
    "gradient": "autarky.economy.gradient",
    "Result": "autarky.economy.result",
    "Scenario": "autarky.scenario",
    "solve": "autarky.scenario",
    "solve_all": "autarky.scenario",
}

__all__ = ["__version__", *_EXPORTS]


def __getattr__(name: str) -> Any:
    if name not in _EXPORTS:
        raise AttributeError(f"module 'autarky' has no attribute {name!r}")
    return getattr(import_module(_EXPORTS[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
