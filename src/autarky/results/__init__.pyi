from .folder import load_draws as load_draws
from .folder import load_run as load_run
