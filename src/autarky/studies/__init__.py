"""Studies of many equilibria: each made of single solves, resumable, with failures kept beside results.

`run_study`: grids, lists and draws of scenarios (`autarky study`); `leverage`: the loss of every economy when its ties
with every other one are cut. The names below are imported on first use, so that importing the package costs nothing.
"""

import lazy_loader

# names and where they come from: __init__.pyi; each is imported on first use
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
