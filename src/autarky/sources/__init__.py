"""Data sources: one file each, all with the interface `Source`."""

from autarky.sources.base import Source as Source
from autarky.sources.icio_npz import SOURCE as ICIO_NPZ
from autarky.sources.icio_npz import read_icio_npz as read_icio_npz

SOURCES: tuple[Source, ...] = (ICIO_NPZ,)
