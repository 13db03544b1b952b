"""Unions of states: what integration takes off trade costs, the common tariff, the shares of a common budget."""
