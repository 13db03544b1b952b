__version__: str

from .cuts.matrix import leverage as leverage
from .cuts.ties import ties as ties
from .economy.behaviour import behaviour as behaviour
from .economy.result import Result as Result
from .economy.shock import Shock as Shock
from .economy.solve import equilibrium as equilibrium
from .errors import AutarkyError as AutarkyError
from .errors import InputError as InputError
from .errors import SolveError as SolveError
from .results.compare import compare as compare
from .runs import Run as Run
from .runs import run as run
from .scenario import Scenario as Scenario
from .scenario import solve as solve
from .scenario import solve_all as solve_all
from .scenario.gradient import gradient as gradient
from .scenario.sweep import sweep as sweep
from .uncertainty.ranges import ranges as ranges
from .world.accounts import World as World
from .worlds.library import list_worlds as list_worlds
from .worlds.library import load_world as load_world
