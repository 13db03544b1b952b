"""Own figures on how a pair pays: ``"BLR-RUS@2023: 95% RUB, 3% usd"``.

A-B holds both ways, A>B for what A sells to B; A and B are countries, regions or groups. The year after @ is the first
in which the rule holds. Shares are of channels, or of a currency of one of the two; what is not named is shared out
among the other channels as before. Of two rules for a pair the later year wins, then the one about fewer pairs.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from autarky.acts.payments.channels import channels, select_channels
from autarky.acts.payments.currencies import countries_of
from autarky.acts.payments.tables import table
from autarky.errors import InputError, did_you_mean

if TYPE_CHECKING:
    from autarky.world.accounts import World

EXAMPLE = '"BLR-RUS@2023: 95% RUB, 3% usd"'
ROUNDING = 1e-9  # of shares that people write: 33.3 + 33.3 + 33.4 in binary


@dataclass(frozen=True)
class Rule:
    """Shares by channel or currency (as written) of the payments of `seller` and `buyer` from `year` on."""

    seller: str
    buyer: str
    both_ways: bool
    year: int | None
    shares: tuple[tuple[str, float], ...]
    text: str


def parse_rule(text: str) -> Rule:
    """The rule that `text` states. Raises `ValueError` with what was expected."""
    pair, colon, stated = text.partition(":")
    match = re.fullmatch(r"\s*([^->–@:]+?)\s*([->–])\s*([^->–:]+?)\s*", pair)
    if not colon or match is None:
        raise ValueError(
            f"cannot read {text!r:.80}; expected a pair and its shares, {EXAMPLE} (codes where names have a dash)"
        )
    seller, sign, buyer = match.groups()
    buyer, at, when = buyer.partition("@")
    if at and not re.fullmatch(r"\s*(19|20)\d\d\s*", when):
        raise ValueError(f"{text!r:.80}: expected a year after @, got {when.strip()!r}")
    shares = tuple(_share(part, text) for part in stated.split(","))
    named = [name for name, _ in shares]
    if twice := [n for n in named if named.count(n) > 1]:
        raise ValueError(f"{text!r:.80}: {twice[0]} stands twice")
    total = sum(value for _, value in shares)
    if total > 1 + ROUNDING:
        raise ValueError(
            f"{text!r:.80}: the shares add up to {100 * total:.10g} %, at most 100 % is possible"
        )
    return Rule(seller, buyer.strip(), sign != ">", int(when) if at else None, shares, " ".join(text.split()))


def _share(part: str, text: str) -> tuple[str, float]:
    number = r"(\d+(?:\.\d*)?|\.\d+)\s*%"
    match = re.fullmatch(rf"\s*(?:{number}\s*([A-Za-z]\w*)|([A-Za-z]\w*)\s*{number})\s*", part)
    if match is None:
        raise ValueError(f"{text!r:.80}: cannot read {part.strip()!r}; expected for example 95% RUB")
    digits, name = (match[1], match[2]) if match[1] else (match[4], match[3])
    return name.casefold(), float(digits) / 100


def apply_rules(shares: np.ndarray, rules: Sequence[Rule], world: "World", year: int) -> np.ndarray:
    """`shares` (channel, origin, destination) with the rules that hold in `year`.

    Raises `InputError` for unknown economies and channels, for a currency of neither side, for shares that leave
    something to nobody, and where two rules as narrow contradict.
    """
    found = [(r, _pairs(r, world)) for r in rules if r.year is None or r.year <= year]
    found.sort(key=lambda f: (f[0].year or 0, -int(f[1].sum()), f[0].text))
    base, shares, owner = shares, shares.copy(), np.full(shares.shape[1:], -1)
    for k, (rule, pairs) in enumerate(found):
        for i, n in np.argwhere(pairs):
            shares[:, i, n] = _with(base[:, i, n], rule, world, int(i), int(n))
            if (before := owner[i, n]) >= 0:
                _check_same(found[before], (rule, pairs), world, (int(i), int(n)))
            owner[i, n] = k
    return shares


def _pairs(rule: Rule, world: "World") -> np.ndarray:
    """The pairs of a rule (origin, destination)."""
    from autarky.world.groups import select_economies

    sides = []
    for label in (rule.seller, rule.buyer):
        inside = set(select_economies([label], world).labels)
        sides.append(np.array([c in inside for c in world.economies]))
    pairs = np.outer(*sides)
    pairs = pairs | pairs.T if rule.both_ways else pairs
    np.fill_diagonal(pairs, False)
    if not pairs.any():
        raise InputError(f"{rule.text!r} is about no pair of two economies")
    return pairs


def _with(base: np.ndarray, rule: Rule, world: "World", i: int, n: int) -> np.ndarray:
    """Shares of one pair under a rule (channel)."""
    names = list(channels())
    new, named = np.zeros(len(names)), np.zeros(len(names), bool)
    for word, value in rule.shares:
        at = [names.index(c) for c in _channels_of(word, rule, world, i, n)]
        weight = base[at] if base[at].sum() > 0 else np.eye(len(at))[0]
        new[at] += value * weight / weight.sum()
        named[at] = True
    rest, others = 1 - sum(value for _, value in rule.shares), np.where(named, 0.0, base)
    if rest > ROUNDING:
        if others.sum() <= 0:
            raise InputError(f"{rule.text!r}: the shares add up to {100 * (1 - rest):.10g} %, expected 100 %")
        new += rest * others / others.sum()
    return new / new.sum()


def _channels_of(word: str, rule: Rule, world: "World", i: int, n: int) -> tuple[str, ...]:
    codes = {row["currency"]: row["economy"] for row in table("currencies")}
    if word.upper() in codes and word not in channels():
        single = countries_of(world)
        pair = world.economies[i], world.economies[n]
        if codes[word.upper()] not in {single.get(c) for c in pair}:
            raise InputError(
                f"{rule.text!r}: {word.upper()} is the currency of neither {pair[0]} nor {pair[1]};"
                ' a third currency is "other"'
            )
        return tuple(c.name for c in channels().values() if c.currency == "own")
    try:
        return select_channels([word])
    except InputError as e:
        hint = did_you_mean(word.upper(), codes)
        raise InputError(f"{rule.text!r}: {e}{hint}, or a currency of one of the two such as RUB") from None


def _check_same(
    a: tuple[Rule, np.ndarray], b: tuple[Rule, np.ndarray], world: "World", pair: tuple[int, int]
) -> None:
    alike = a[0].year == b[0].year and int(a[1].sum()) == int(b[1].sum())
    if alike and sorted(a[0].shares) != sorted(b[0].shares):
        names = " and ".join(world.economies[k] for k in pair)
        raise InputError(f"{a[0].text!r} and {b[0].text!r} both say how {names} pay, and differ")
