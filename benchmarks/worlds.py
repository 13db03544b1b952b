"""The worlds that benchmarks run on, by name; those that need files say so."""

import subprocess
import sys
from pathlib import Path

from autarky.world.accounts import World
from autarky.worlds.library import load_world

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data" / "icio-2022-81x28" / "world.npz"
FULL = ROOT / ".cache" / "icio-2022-81x50.nc"


def worlds() -> dict[str, World]:
    """Embedded (60 x 32), shared (81 x 28, where present) and the full table of the PyPI package (81 x 50)."""
    found = {"embedded 60 x 32": load_world("icio-2022")}
    if SHARED.exists():
        found["81 x 28"] = load_world(str(SHARED))
    if not FULL.exists():
        FULL.parent.mkdir(exist_ok=True)
        subprocess.run([sys.executable, ROOT / "tools" / "build_icio_2022.py", "--full", FULL], check=True)
    found["81 x 50"] = load_world(str(FULL))
    return found
