from .progress import Cancelled as Cancelled
from .progress import Progress as Progress
from .run import Options as Options
from .run import Run as Run
from .run import run as run
