"""Bilateral trade, tariffs, distances and trade elasticities."""
