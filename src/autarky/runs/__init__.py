"""Runs: a scenario prepared, solved, analysed, drawn, its budget made, and all of it written into a folder."""

import lazy_loader

# names and where they come from: __init__.pyi; each is imported on first use
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
