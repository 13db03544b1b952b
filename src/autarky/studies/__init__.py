"""Studies of many equilibria: each made of single solves, resumable, with failures kept beside results.

`run_study`: grids, lists and draws of scenarios (`autarky study`); `leverage`: the loss of every economy when its ties
with every other one are cut. The names below are imported on first use, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autarky.studies.definition import Study as Study
    from autarky.studies.running import open_study as open_study
    from autarky.studies.running import run_study as run_study

_WHERE = {"Study": "definition", "run_study": "running", "open_study": "running"}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'autarky.studies' has no attribute {name!r}")
    return getattr(import_module(f"autarky.studies.{_WHERE[name]}"), name)
