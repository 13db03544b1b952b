"""What a run hands out: short tables in the terminal, a folder with a report, tables and the full result.

Everything is imported on first use, so that importing this package costs nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autarky.report.run import add_draws as add_draws
    from autarky.report.run import load_draws as load_draws
    from autarky.report.run import load_run as load_run
    from autarky.report.run import write_run as write_run
    from autarky.report.terminal import budget_table as budget_table
    from autarky.report.terminal import comparison as comparison
    from autarky.report.terminal import range_tables as range_tables
    from autarky.report.terminal import summary as summary
    from autarky.report.vega import warm_up as warm_up

_HOME = {
    "summary": "terminal",
    "budget_table": "terminal",
    "range_tables": "terminal",
    "comparison": "terminal",
    "add_draws": "run",
    "write_run": "run",
    "load_draws": "run",
    "load_run": "run",
    "warm_up": "vega",
}

__all__ = [
    "add_draws",
    "budget_table",
    "comparison",
    "load_draws",
    "load_run",
    "range_tables",
    "summary",
    "warm_up",
    "write_run",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
