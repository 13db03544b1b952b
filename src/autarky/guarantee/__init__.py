"""Security guarantees: what a guarantee against coercion is worth, and what it must remove to be worth its price."""
