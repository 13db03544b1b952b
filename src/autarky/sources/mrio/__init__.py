"""Inter-country input-output tables."""
