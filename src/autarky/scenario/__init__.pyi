from .elasticities import Elasticities as Elasticities
from .model import Scenario as Scenario
from .solving import solve as solve
from .solving import solve_all as solve_all
