"""Who may act on a link: the states that control it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from autarky.errors import InputError
from autarky.files.fields import blame

if TYPE_CHECKING:
    from autarky.acts.base import Context


def check_control(
    label: str, found: Mapping[int, tuple[str, ...]], by: Sequence[str], context: "Context"
) -> None:
    """Refuse to let `by` act on links that none of them controls; `found`: the states that control each link.

    Raises `InputError` that names who does."""
    states = _states(by, context)
    free = [s for s in found.values() if not states.intersection(s)]
    if free:
        holders = sorted({s for states in free for s in states})
        who = f"is controlled by {', '.join(holders)}" if holders else "is high seas, which no state controls"
        raise InputError(
            f"{label} {who}, not by {', '.join(by)}; name one of them in `by`, or leave `by` out"
        )


def _states(by: Sequence[str], context: "Context") -> set[str]:
    """ISO3 codes of those who do it; they need not be economies of this world."""
    from autarky.world.groups import find_group, members
    from autarky.world.labels import iso3, known_codes, suggest_economy

    found: set[str] = set()
    for label in by:
        with blame("by"):
            if find_group(label) is not None:
                found |= set(members(label, context.world.year))
            elif label in context.world.members:
                found |= set(context.world.members[label])
            elif (code := iso3(label)) is not None:
                found.add(code)
            else:
                near = suggest_economy(label, known_codes())
                raise InputError(f"unknown state {label!r}{near}: expected ISO2, ISO3, a name or a group")
    return found
