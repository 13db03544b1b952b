"""What other studies in a store have solved: the same key is the same equilibrium, whoever asked."""

from collections.abc import Iterator, Mapping
from typing import Any

from autarky.studies.result_files import MANIFEST, Parts
from autarky.studies.rows import outcomes_in
from autarky.studies.solver import CaseOutcome
from autarky.studies.store import Store


def solved_elsewhere(store: Store, own: str, wanted: Mapping[str, Any]) -> Iterator[CaseOutcome]:
    """Outcomes of keys in `wanted` that studies other than `own` hold, each once; losses are no outcome."""
    left = set(wanted)
    for name in store.names():
        if not left:
            return
        if name == own or MANIFEST not in store.names(name):
            continue
        parts = Parts(store, name)
        holding: dict[str, set[str]] = {}
        for entry in parts.entries():
            if entry.state != "lost" and entry.key in left:
                holding.setdefault(entry.part, set()).add(entry.key)
                left.discard(entry.key)
        for part, keys in holding.items():
            table = parts.read(part)
            if table is None:
                left |= keys  # another study may hold them whole
                continue
            yield from outcomes_in(table, dict.fromkeys(keys))
