"""Production, reserves and trade of raw materials and energy."""
