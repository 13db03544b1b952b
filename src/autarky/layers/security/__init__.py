"""Security: what coercion costs in expectation, and what a guarantee against it is worth. No model of combat."""
