"""Published results computed again by the core: parameters, closures and data, no model per paper."""

from autarky.replications.base import ComparisonRow as ComparisonRow
from autarky.replications.base import Replication as Replication
from autarky.replications.base import Report as Report
from autarky.replications.registry import replication as replication
from autarky.replications.registry import replications as replications
