"""The accounts of all economies in a base year: labels, groups, storage, aggregation, balancing."""

import lazy_loader

# names and where they come from: __init__.pyi; each is imported on first use
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
