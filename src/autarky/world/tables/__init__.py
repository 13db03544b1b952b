"""Tables fitted to totals: RAS and its kin, and worlds made from inter-country tables."""
