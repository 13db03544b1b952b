"""Claims held against data: by every sensible definition, for the period said and the years around.

answers = check(claims, Data.shipped())

To add a measure: write `truths(claim, data)` in a module here and name it in `registry.py`.
"""

import lazy_loader

# names and where they come from: __init__.pyi; each is imported on first use
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
