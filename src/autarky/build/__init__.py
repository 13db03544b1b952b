"""Worlds of one's own: a spec file -> tables, regions, tariffs, products -> a calibrated world and its report."""
