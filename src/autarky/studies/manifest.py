"""The record of a study in its store: everything needed to know what its rows are, and to compute them again."""

import time
from typing import Any

from autarky import __version__
from autarky.errors import InputError, did_you_mean
from autarky.studies.definition import Study
from autarky.studies.plan import Plan
from autarky.studies.result_files import MANIFEST, Parts
from autarky.studies.rows import kinds
from autarky.studies.store import Store

KEPT = ("name", "title", "version", "year", "unit", "source", "citation", "licence", "url")


def write_manifest(plan: Plan, parts: Parts) -> None:
    """Say what the study is, once. Raises `StoreError`: a store that cannot be written is known before solving."""
    if parts.store.read_json(parts.name, MANIFEST) is not None:
        return
    parts.store.write_json(
        {
            "autarky_study": 1,
            "name": plan.study.name,
            "title": plan.study.title,
            "digest": plan.study.digest,
            "made": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "autarky": __version__,
            "cases": plan.total,
            "columns": kinds(plan.axes),
            "axes": [
                {
                    "name": a.name,
                    "columns": list(a.columns),
                    "points": [list(p.coordinates) for p in a.points],
                }
                for a in plan.axes
            ],
            "worlds": {
                p.name: _about(p.world.data.attrs, p.fingerprint) for p in plan.places.by_name.values()
            },
            "definition": plan.study.given(),
        },
        parts.name,
        MANIFEST,
    )


def _about(attrs: Any, fingerprint: str) -> dict[str, Any]:
    return {k: str(attrs[k]) for k in KEPT if k in attrs} | {"fingerprint": fingerprint}


def find_study(store: Store, asked: "Study | str") -> tuple[Parts, dict[str, Any]]:
    """Results and manifest of a study, by definition or by name (the latest of that name).

    Raises `InputError` where the store has none.
    """
    name = asked if isinstance(asked, str) else asked.name
    found: list[tuple[str, Parts, dict[str, Any]]] = []
    names: list[str] = []
    for folder in store.names():
        manifest = store.read_json(folder, MANIFEST)
        if manifest is None:
            continue
        names.append(str(manifest.get("name")))
        same = folder == name or manifest.get("name") == name
        if same and (isinstance(asked, str) or manifest.get("digest") == asked.digest):
            found.append((str(manifest.get("made")), Parts(store, folder), manifest))
    if found:
        _, parts, manifest = max(found, key=lambda f: f[0])
        return parts, manifest
    other = " as the file now says it (it was run with another text)" if name in names else ""
    raise InputError(
        f"store {store.url} has no study {name}{other}{did_you_mean(name, set(names) - {name})}; "
        "`autarky study run FILE` makes one"
    )
