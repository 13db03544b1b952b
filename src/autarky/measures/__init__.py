"""Measures of dependence, one file per family: pure functions on a world or on a trade table, labelled results."""

import lazy_loader

# names and where they come from: __init__.pyi; each is imported on first use
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
