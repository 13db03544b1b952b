__version__: str

from .economy.behaviour import behaviour as behaviour
from .economy.gradient import gradient as gradient
from .economy.result import Result as Result
from .economy.shock import Shock as Shock
from .economy.solve import equilibrium as equilibrium
from .errors import AutarkyError as AutarkyError
from .errors import InputError as InputError
from .errors import SolveError as SolveError
from .scenario import Scenario as Scenario
from .scenario import solve as solve
from .scenario import solve_all as solve_all
from .world.accounts import World as World
from .worlds.library import list_worlds as list_worlds
from .worlds.library import load_world as load_world
