"""gegravity on its own sample: seconds to its "full" equilibrium, Canada and Japan sign an agreement.

Its pins exclude autarky's, so it lives in an environment of its own:
    python3.12 -m venv .cache/gegravity && .cache/gegravity/bin/pip install gegravity==0.3
    .cache/gegravity/bin/python benchmarks/peer_gegravity.py SAMPLE.csv [REPEATS]
Prints the fastest time as JSON. The data set of coefficients is that of its documentation.
"""

import json
import sys
import time
import warnings

import gegravity
import pandas as pd

COSTS = {
    "pta": 0.4823,
    "contiguity": 0.8850,
    "common_language": 0.0392,
    "lndist": -0.3764,
    "international": -3.4224,
}
SIGMA = 5


def main(path: str, repeats: int) -> None:
    warnings.simplefilter("ignore")
    frame = pd.read_csv(path)
    baseline = gegravity.BaselineData(
        frame, imp_var_name="importer", exp_var_name="exporter", year_var_name="year",
        trade_var_name="trade", expend_var_name="E", output_var_name="Y",
    )  # fmt: skip
    estimates = pd.DataFrame({"var": list(COSTS), "coeff": list(COSTS.values()), "ste": [0.1] * len(COSTS)})
    costs = gegravity.CostCoeffs(
        estimates=estimates, identifier_col="var", coeff_col="coeff", stderr_col="ste"
    )
    took = []
    for _ in range(repeats):
        model = gegravity.OneSectorGE(
            baseline, year="2006", expend_var_name="E", output_var_name="Y", cost_coeff_values=costs,
            cost_variables=list(COSTS), reference_importer="DEU", sigma=SIGMA, quiet=True,
        )  # fmt: skip
        model.build_baseline(omr_rescale=10)
        after = model.baseline_data.copy()
        pair = after["importer"].isin(["CAN", "JPN"]) & after["exporter"].isin(["CAN", "JPN"])
        after.loc[pair & (after["importer"] != after["exporter"]), "pta"] = 1
        model.define_experiment(after)
        start = time.perf_counter()
        model.simulate()
        took.append(time.perf_counter() - start)
    print(json.dumps({"version": "0.3", "seconds": min(took)}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3)
