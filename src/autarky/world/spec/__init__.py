"""Worlds from a file: what to take, aggregate, balance and zoom, and the world built from it."""
