"""All replications by name, in the order in which they are listed."""

from importlib import import_module

from autarky.errors import InputError, did_you_mean
from autarky.replications.base import Replication

_MODULES = (
    "caliendo_parro_2015",
    "ge_gravity",
    "bachmann_2022",
    "felbermayr_2022",
    "acr_2012",
    "costinot_rodriguez_clare_2014",
    "welfare_limit",
)


def replications() -> dict[str, Replication]:
    """Every replication that ships with autarky."""
    modules = (import_module(f"autarky.replications.{m}") for m in _MODULES)
    return {m.REPLICATION.name: m.REPLICATION for m in modules}


def replication(name: str) -> Replication:
    """One replication by name; `InputError` with a suggestion where there is none."""
    known = replications()
    if name not in known:
        raise InputError(
            f"Unknown replication {name!r}{did_you_mean(name, known)}; known: {', '.join(known)}."
        )
    return known[name]
