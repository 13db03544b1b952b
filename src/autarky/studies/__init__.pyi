from .definition import Study as Study
from .running import open_study as open_study
from .running import run_study as run_study
