"""Payments: how each pair of economies pays, what it costs when ways to pay are cut off, opened or made dearer."""
