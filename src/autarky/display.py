"""How worlds, scenarios, results and runs show themselves in a terminal and in a notebook.

What draws them lies above in the floors (`report.views`) and is found by the name that stands on the class, so that
nothing below depends on it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    import pandas as pd


class Displayed:
    """Adds `summary`, `to_frame`, `plot` and the notebook's HTML to a class whose `view` names what draws it."""

    view: ClassVar[str]  # "package.module:Class"; the class takes the object

    def _view(self) -> Any:
        module, _, name = self.view.partition(":")
        return getattr(import_module(module), name)(self)

    def __repr__(self) -> str:
        return str(self._view().text())

    def __str__(self) -> str:
        return repr(self)

    def _repr_html_(self) -> str:
        return str(self._view().html())

    def summary(self) -> "Text":
        """What matters most, in a few short tables of text."""
        return Text(self._view().summary())

    def to_frame(self, table: str = "") -> "pd.DataFrame":
        """One of the object's tables, tidy; the first without a name. Raises `InputError` that lists the tables."""
        frame: pd.DataFrame = self._view().to_frame(table)
        return frame

    @property
    def plot(self) -> Any:
        """Charts of the report, each a method: `plot.welfare()`; shown by notebooks, saved by `.save(path)`."""
        return self._view().plot()


class Text(str):
    """Text of several lines that an interpreter shows as it is, not as a quoted string."""

    def __repr__(self) -> str:
        return str(self)
