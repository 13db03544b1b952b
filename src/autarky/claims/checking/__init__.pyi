from .checker import check as check
from .data import Data as Data
from .sayings import say as say
