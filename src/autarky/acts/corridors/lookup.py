"""What people call a part of the network: a place, a link by its two ends, or a corridor of several links."""

from autarky.acts.corridors.network import Link, Network
from autarky.errors import InputError, did_you_mean
from autarky.world.labels import fold


def find_links(label: str, network: Network) -> tuple[int, ...]:
    """Links (positions) that a label means: all links at a place, those between two places ("Brest-Malaszewicze"),
    or those of a corridor ("Suez Canal"). A mode narrows it: "Brest-Malaszewicze (rail)".

    Raises `InputError` with suggestions for what the network does not know.
    """
    text, mode = _mode(label)
    found = _of_corridor(text, network) or _of_node(text, network) or _between(text, network)
    if not found:
        raise InputError(_unknown(text, label, network))
    chosen = tuple(k for k in found if not mode or fold(network.links[k].mode) == mode)
    if not chosen:
        modes = ", ".join(dict.fromkeys(network.links[k].mode for k in found))
        raise InputError(f"{text} has no link by {mode}; it has {modes}")
    return chosen


def controls(label: str, network: Network) -> dict[int, tuple[str, ...]]:
    """States that control each link that `label` means: those of the place, where a place is named."""
    text, _ = _mode(label)
    place = None if _of_corridor(text, network) else _node(text, network)
    states = () if place is None else network.nodes[place].states
    return {k: states or network.links[k].states for k in find_links(label, network)}


def ends(label: str, network: Network) -> tuple[str, str]:
    """The two places that "Kashgar-Osh" means. Raises `InputError` with suggestions."""
    for a, b in _halves(_mode(label)[0]):
        first, second = _node(a, network), _node(b, network)
        if first is not None and second is not None and first != second:
            return network.nodes[first].name, network.nodes[second].name
    known = [n.name for n in network.nodes]
    wrong = next((p for both in _halves(label) for p in both if _node(p, network) is None), label)
    raise InputError(
        f"{label!r} does not name two places as in Brest-Malaszewicze: {wrong!r} is not in the network"
        f"{did_you_mean(wrong, known)}; `autarky corridors list` shows all"
    )


def find_node(label: str, network: Network) -> int:
    """Position of one place. Raises `InputError` with suggestions."""
    found = _node(label, network)
    if found is None:
        raise InputError(
            f"unknown place {label!r}{did_you_mean(label, [n.name for n in network.nodes])};"
            " `autarky corridors list` shows all"
        )
    return found


def corridor_names(network: Network) -> tuple[str, ...]:
    """Names of all corridors, sorted."""
    return tuple(sorted({c for link in network.links for c in link.corridors}))


def _mode(label: str) -> tuple[str, str]:
    text, opened, rest = label.strip().partition("(")
    return (text.strip(), fold(rest.rstrip(") "))) if opened else (label.strip(), "")


def _node(text: str, network: Network) -> int | None:
    wanted = _key(text)
    return next((k for k, n in enumerate(network.nodes) if _key(n.name) == wanted), None)


def _of_corridor(text: str, network: Network) -> tuple[int, ...]:
    wanted = _key(text)
    return tuple(k for k, link in enumerate(network.links) if wanted in map(_key, link.corridors))


def _of_node(text: str, network: Network) -> tuple[int, ...]:
    node = _node(text, network)
    if node is None:
        return ()
    name = network.nodes[node].name
    return tuple(k for k, link in enumerate(network.links) if name in (link.start, link.end))


def _between(text: str, network: Network) -> tuple[int, ...]:
    for a, b in _halves(text):
        pair = {_key(a), _key(b)}
        if found := tuple(k for k, link in enumerate(network.links) if _ends(link) == pair):
            return found
    return ()


def _ends(link: Link) -> set[str]:
    return {_key(link.start), _key(link.end)}


def _halves(text: str) -> list[tuple[str, str]]:
    """Every way to split at a hyphen or dash: names such as Ust-Luga hold one themselves."""
    plain = text.replace("–", "-").replace("—", "-")
    cuts = [k for k, letter in enumerate(plain) if letter == "-"]
    return [(plain[:k].strip(), plain[k + 1 :].strip()) for k in cuts]


def _key(text: str) -> str:
    return fold(text).replace(" ", "")


def _unknown(text: str, label: str, network: Network) -> str:
    for a, b in _halves(text):
        first, second = _node(a, network), _node(b, network)
        if first is not None and second is not None:
            at = {network.nodes[first].name, network.nodes[second].name}
            near = sorted({x.name for x in network.links if at & {x.start, x.end}})
            return (
                f"no link joins {a} and {b}; their links: {', '.join(near[:6])}{' ...' if len(near) > 6 else ''};"
                " a link that is yet to be built needs `build`"
            )
    known = [n.name for n in network.nodes] + list(corridor_names(network))
    known += [f"{link.start}-{link.end}" for link in network.links]
    return f"unknown place, link or corridor {label!r}{did_you_mean(text, known)}; `autarky corridors list` shows all"
