"""Amounts of money in sentences of an analysis."""


def amount(value: float, unit: str) -> str:
    """``USD 1,234 million`` for 1234 in "USD million"; three digits at least."""
    currency, _, size = unit.partition(" ")
    figure = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{currency} {figure}{f' {size}' if size else ''}"
