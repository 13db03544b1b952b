from .terminal import budget_table as budget_table
from .terminal import comparison as comparison
from .terminal import range_tables as range_tables
from .terminal import summary as summary
