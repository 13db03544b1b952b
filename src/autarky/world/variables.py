"""The variables of a world: dimensions and meaning of each, and how exactly the accounts must hold."""

IDENTITY_TOLERANCE = 1e-9  # of the largest entry; tables in double precision reach 1e-15

# variable -> (dimensions, meaning). `user` repeats the labels of `sector`; origin and destination those of
# `economy`.
VARIABLES: dict[str, tuple[tuple[str, ...], str]] = {
    "trade": (
        ("origin", "sector", "destination"),
        "sales net of tariff and export tax, domestic sales included",
    ),
    "tariff": (("origin", "sector", "destination"), "ad valorem tariff of the destination"),
    "export_tax": (
        ("origin", "sector", "destination"),
        "ad valorem export tax of the origin, negative: subsidy",
    ),
    "inputs": (
        ("sector", "destination", "user"),
        "what sector `user` of the destination pays for input `sector`",
    ),
    "final": (("sector", "destination"), "final expenditure, tariff and export tax included"),
    "value_added": (("economy", "sector"), "value added"),
    "output": (("economy", "sector"), "gross output"),
    "deficit": (("economy",), "final expenditure less value added less tax revenue"),
}
