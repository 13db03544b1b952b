"""What a run hands out: short tables in the terminal, a folder with a report, tables and the full result.

Everything is imported on first use, so that importing this package costs nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autarky.report.terminal import budget_table as budget_table
    from autarky.report.terminal import comparison as comparison
    from autarky.report.terminal import range_tables as range_tables
    from autarky.report.terminal import summary as summary
    from autarky.report.vega import warm_up as warm_up
    from autarky.results.folder import add_draws as add_draws
    from autarky.results.folder import load_draws as load_draws
    from autarky.results.folder import load_run as load_run
    from autarky.results.folder import write_run as write_run

_HOME = {
    "summary": "report.terminal",
    "budget_table": "report.terminal",
    "range_tables": "report.terminal",
    "comparison": "report.terminal",
    "add_draws": "results.folder",
    "write_run": "results.folder",
    "load_draws": "results.folder",
    "load_run": "results.folder",
    "warm_up": "report.vega",
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

    return getattr(import_module(f"autarky.{_HOME[name]}"), name)
