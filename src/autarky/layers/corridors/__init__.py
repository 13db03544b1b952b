"""Corridors: a graph of places and links on which trade takes the cheapest ways, and what it costs when they change."""
