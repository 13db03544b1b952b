"""Commodity power: what a bloc of exporters holds of a product."""
