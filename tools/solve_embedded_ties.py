"""Solve the cuts of the embedded world that ship with autarky (src/autarky/cuts/data); about ten minutes.

Run with: python tools/solve_embedded_ties.py FOLDER
FOLDER keeps what is solved, so that an interrupted run goes on. Needed after every change of the embedded world, of the
default elasticities or of the model; after one of the model with an empty folder.
"""

import sys
from pathlib import Path

from autarky.cuts.cut import Party, cut_between
from autarky.cuts.matrix import leverage
from autarky.cuts.settings import Run, Terms, solve_all
from autarky.cuts.shipped import FILE, pack
from autarky.cuts.ties import ranked_partners
from autarky.files.writing import replacing
from autarky.worlds import load_world

# Told by sector beside the main partner of each economy: the recurring cases
CASES = (
    ("BLR", "RUS"), ("BLR", "CHN"), ("BLR", "POL"), ("BLR", "UKR"), ("RUS", "CHN"), ("RUS", "TUR"), ("KAZ", "RUS"),
    ("KAZ", "CHN"), ("CHN", "USA"), ("CHN", "DEU"), ("DEU", "USA"), ("UKR", "RUS"),
)  # fmt: skip


def main() -> None:
    """Solve what the folder does not hold yet, and write the file."""
    target = Path(__file__).parents[1] / "src" / "autarky" / "cuts" / FILE
    target.unlink(missing_ok=True)  # else what ships now would count as solved
    world, terms, run = load_world(), Terms(), Run(shelf=Path(sys.argv[1]))
    pairs = [
        cut_between(world, Party.single(a), Party.single(b))
        for j, a in enumerate(world.economies)
        for b in world.economies[:j]
    ]
    loss = leverage(world, terms=terms, run=run)["loss"]
    main_ties = [(c, ranked_partners(world, c, loss.sel(loser=c))[0]) for c in world.economies]
    ties = {frozenset(t): t for t in (*CASES, *main_ties)}.values()
    sectors = [
        cut_between(world, Party.single(a), Party.single(b), (s,)) for a, b in ties for s in world.sectors
    ]
    solved, record, _ = solve_all(world, [*pairs, *sectors], terms, run)
    target.parent.mkdir(exist_ok=True)
    with replacing(target) as temporary:
        pack(temporary, record, solved)
    failed = sum(bool(s.reason) for s in solved.values())
    print(f"{target}: {len(solved) - failed} cuts, {failed} without a solution")


if __name__ == "__main__":
    main()
