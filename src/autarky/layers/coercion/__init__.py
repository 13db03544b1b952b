"""Coercion: bans that are evaded through neighbours, relief in steps, and who pays for a coalition."""
