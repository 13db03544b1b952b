"""The Belarus-Russia tie from Python: one scenario from a file, one built here, and what time is worth.

Run with: python examples/belarus.py
"""

from pathlib import Path

from autarky import Scenario, solve
from autarky.acts import Embargo, TradeCost

HERE = Path(__file__).parent


def main() -> None:
    """Print welfare changes of Belarus and Russia under a cut and under deeper integration."""
    cut = Scenario.from_file(HERE / "belarus-russia-cut.toml")
    world = cut.load_world()

    print("Welfare change in %, tie cut in both directions, a tenth leaking")
    for horizon in ("3m", "1y", "10y"):
        welfare = solve(world, cut, horizon).welfare * 100
        belarus, russia = (float(welfare.sel(economy=c)) for c in ("BLR", "RUS"))
        print(f"{horizon:>4}  Belarus {belarus:7.2f}  Russia {russia:7.2f}")

    # Russia stops selling energy, and Belarus makes trade with the EU cheaper in everything else.
    hedge = Scenario(
        name="hedge",
        horizon="10y",
        acts=[
            Embargo(origin="RUS", destination="BLR", sectors="energy", leakage=0.1),
            TradeCost(
                origin="BLR", destination="EU27", sectors=["all", "-energy"], both_ways=True, change="-10%"
            ),
        ],
    )
    for act in hedge.resolve(world):
        print(f"act {act['act']}: {act['type']} on {act['base_trade']:,.0f} {act['unit']} of trade")
    result = solve(world, hedge)
    print(f"Belarus after ten years: {float(result.welfare.sel(economy='BLR')) * 100:.2f} %")
    imports = result.trade_change.sel(destination="BLR").sum("sector").to_series().drop("BLR").sort_values()
    print("Imports of Belarus, largest changes in", world.unit)
    print(imports.iloc[[0, 1, -3, -2, -1]].round(0).to_string())


if __name__ == "__main__":
    main()
