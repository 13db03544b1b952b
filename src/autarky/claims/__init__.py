"""Claims: the figures of an article, read, found, understood and checked against data; offline, by rules.

document = read("article.html")
claims = understand(document, find(document))
answers = check(claims, Data.shipped())
"""

import lazy_loader

# names and where they come from: __init__.pyi; each is imported on first use
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
