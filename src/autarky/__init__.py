"""autarky: how states depend on one another, and what happens when a tie is cut, taxed, guaranteed or deepened."""

import lazy_loader

__version__ = "0.1.0"

# names and where they come from: __init__.pyi; each is imported on first use
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
