from .library import list_worlds as list_worlds
from .library import load_world as load_world
