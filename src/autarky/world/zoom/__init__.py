"""A product taken out of its sector, every total kept."""
