"""Find the queue of each link with a capacity, so that the trade of the embedded world fits the transport network.

    python tools/calibrate_corridors.py

Without queues the cheapest ways would send several times the capacity over some links. At the user equilibrium with
crowding each full link has the delay (in pipelines: the price of room) at which shippers are indifferent; this is
written to the column `queue` of `src/autarky/acts/corridors/data/links.csv`. To be run again after any change of the
tables there.
"""

import csv
import io
from dataclasses import replace
from pathlib import Path

import numpy as np

from autarky.acts.corridors.equilibrium import equilibrium
from autarky.acts.corridors.events import key
from autarky.acts.corridors.market import crowded_links, market
from autarky.acts.corridors.network import embedded
from autarky.worlds.library import load_world

TABLE = Path(__file__).parents[1] / "src" / "autarky" / "acts" / "corridors" / "data" / "links.csv"
LEAST = 0.005  # days, or USD per tonne


def main() -> None:
    network = embedded()
    network = replace(network, links=tuple(replace(link, queue=0.0) for link in network.links))
    free = market(load_world(), network, (), split=())
    volume = np.zeros(len(network.links))
    crowded = crowded_links(network, (), volume)
    found = equilibrium(network.arcs, len(network.nodes), free.kinds, crowded)
    queue = {key(network.links[k]): q for k, q in zip(crowded.links, found.extra, strict=True)}
    text = TABLE.read_text(encoding="utf-8")
    table = list(csv.DictReader(io.StringIO(text)))
    for row in table:
        value = queue.get((row["from"], row["to"], row["mode"]), 0.0)
        row["queue"] = f"{value:.3g}" if value >= LEAST else "0"
    out = io.StringIO()
    writer = csv.DictWriter(out, list(table[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    TABLE.write_text(out.getvalue(), encoding="utf-8")
    print(f"{len(queue)} links with a capacity, gap {found.gap:.1e} after {found.rounds} rounds")


if __name__ == "__main__":
    main()
