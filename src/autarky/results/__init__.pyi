from .folder import add_draws as add_draws
from .folder import load_draws as load_draws
from .folder import load_run as load_run
from .folder import write_run as write_run
