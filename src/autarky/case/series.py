"""A part answered by measures over the years: shares of trade beside votes and treaties."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from autarky.acts.exhibits import Column, Exhibit, Value
from autarky.case.kinds import KindFile, Series
from autarky.case.outcome import PartOutcome
from autarky.case.press import writer
from autarky.case.run import Solved, Tell
from autarky.errors import InputError
from autarky.formatting import listed, number

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from autarky.measures.alignment import Comovement
    from autarky.worlds.panel import Snapshot

POINTS = 10  # of agreement, of 100: the step in which a slope is told


@dataclass(frozen=True)
class SeriesJob:
    """A question after ties over the years; `folder` is where its file is."""

    name: str
    file: KindFile
    asked: Series
    folder: Path

    def key(self) -> str:
        """Changes with the question, the version, and which files of data are there."""
        from autarky import __version__

        files = [self.folder / p for p in (self.asked.panel, self.asked.votes, self.asked.treaties) if p]
        held = [sorted(p.name for p in f.iterdir()) if f.is_dir() else f.is_file() for f in files]
        given = [__version__, self.file.model_dump_json(), held]
        return hashlib.sha256(json.dumps(given).encode()).hexdigest()

    def solve(self, tell: Tell) -> Solved:
        """Read the series and hold them together. Raises `AutarkyError` where data are not there."""
        from autarky.measures.alignment import agreement_by_year, pacts_by_year
        from autarky.report.exhibits import exhibits_page
        from autarky.worlds.library import load_world
        from autarky.worlds.panel import read_panel

        world = load_world()
        tell("reading trade by year")
        snapshots = read_panel(self.folder / self.asked.panel, world)
        names = _names(snapshots[-1], world.economy_names)
        partners = self._partners(snapshots[-1])
        years = [s.year for s in snapshots]
        shares = {str(m): _shares(snapshots, self.asked.of, partners, m) for m in self.asked.measures}
        tell("reading votes")
        votes = agreement_by_year(
            _table("un-votes", self._path(self.asked.votes)), self.asked.of, partners, years
        )
        tell("reading treaties")
        pacts = pacts_by_year(_table("atop", self._path(self.asked.treaties)), self.asked.of, partners, years)
        said, rows = _held_together(self.asked.of, names, shares, votes)
        said += _of_treaties(names, shares, pacts, max(found.first for _, found in rows))
        exhibits = [
            *(_share_lines(m, shares[m], found.first, self.asked.on, names) for m, found in rows),
            _lines("Agreement in the General Assembly", votes, self.asked.on, names,
                   "Percent; 100: the same vote in every roll call of the year in which both voted."),
            _comovements(rows), _pacts(pacts, self.asked.on, names),
        ]  # fmt: skip
        outcome = PartOutcome(
            title=self.file.title or f"The ties of {names.get(self.asked.of, self.asked.of)} over the years",
            answer=tuple(said),
            exhibits=tuple(exhibits),
            notes=("what moves together need not be cause and effect",),
            sources=(snapshots[-1].source, *(_citation(n) for n in ("un-votes", "atop"))),
            report=f"parts/{self.name}/report.html",
        )
        page = exhibits_page(
            world, exhibits, title=outcome.title, setting=f"{years[0]} to {years[-1]}",
            answer=" ".join(said), look_for=self.file.look_for,
        )  # fmt: skip
        return Solved(outcome, writer(page))

    def _path(self, name: str) -> Path | None:
        return self.folder / name if name else None

    def _partners(self, last: "Snapshot") -> list[str]:
        economies = last.world.economies
        for code in (self.asked.of, *self.asked.on):
            if code not in economies:
                raise InputError(f"{code} is not among the economies of {last.source}: {listed(economies)}")
        return [c for c in economies if c not in (self.asked.of, "ROW")]


def _names(last: "Snapshot", named: "Mapping[str, str]") -> dict[str, str]:
    """Names of the economies of a panel: those of the default world, else those of ISO 3166."""
    import pycountry

    found = {}
    for code in last.world.economies:
        state = pycountry.countries.get(alpha_3=code)
        found[code] = str(named.get(code) or getattr(state, "name", code))
    return found


def _shares(snapshots: "list[Snapshot]", of: str, partners: list[str], flow: str) -> "xr.DataArray":
    import xarray as xr

    from autarky.measures.shares import partner_share

    found = [partner_share(s.world, flow).sel(economy=of, partner=partners).values for s in snapshots]
    coords = {"year": [s.year for s in snapshots], "partner": partners}
    return xr.DataArray(np.array(found), coords, ("year", "partner"))


def _table(name: str, path: Path | None) -> "pd.DataFrame":
    """The rows of a source: of a publisher's file, else of the table fetched last."""
    import pandas as pd

    from autarky.sources.inventory import records
    from autarky.sources.io.tidy import Notes, read_tidy
    from autarky.sources.registry import find_source

    if path is not None and path.is_file():
        source = find_source(name)
        read = source.read(path, source.pieces()[0], {}, Notes())
        return pd.concat([t.to_pandas() for t in read], ignore_index=True)
    found = [p for p, r in records(name).items() if not r.only]
    if not found:
        where = f"{path} is not there, and " if path is not None else ""
        raise InputError(f"{where}{name} is not fetched: autarky data get {name}")
    return read_tidy(found[-1]).to_pandas()


def _citation(name: str) -> str:
    from autarky.sources.registry import find_source

    return str(find_source(name).about.citation)


def _held_together(
    of: str, names: dict[str, str], shares: "dict[str, xr.DataArray]", votes: "xr.DataArray"
) -> "tuple[list[str], list[tuple[str, Comovement]]]":
    """What is said of votes, and the slopes."""
    from autarky.measures.alignment import comovement

    said, rows = [], []
    for flow, share in shares.items():
        found = comovement(share, votes)
        rows.append((flow, found))
        step, low, high = (
            number(100 * v * POINTS / 100, plus=True) for v in (found.slope, found.low, found.high)
        )
        verb = "moves" if found.moves else "does not move"
        said.append(
            f"From {found.first} to {found.last} a partner's share of the {flow} of {names.get(of, of)} {verb} with its"
            f" votes: {POINTS} points more agreement go with {step} points of the share ({low} to {high}; correlation"
            f" {number(found.correlation, plus=True)}; {found.changes} yearly changes of {found.partners} partners)."
        )
    with_votes = [flow for flow, found in rows if found.low > 0]
    short = (
        f"Its {listed(with_votes)} do: partners' shares rise in the years in which they vote more like it."
        if with_votes
        else "Not in the direction of alignment: no share of trade rises in the years in which a partner"
        f" votes more like {names.get(of, of)}."
    )
    return [short, *said], rows


def _of_treaties(
    names: dict[str, str], shares: "dict[str, xr.DataArray]", pacts: "xr.DataArray", since: int
) -> list[str]:
    """What is said of treaties, from the year `since` on, before which the data of trade break."""
    known = pacts.sel(year=pacts["year"] >= since).dropna("year", how="all")
    if known.sizes["year"] < 2:
        return ["Treaties by year are not known for these years."]
    first, last = int(known["year"][0]), int(known["year"][-1])
    moved = np.nan_to_num(np.abs(np.diff(known.values, axis=0))) > 0
    changed = [str(p) for p, m in zip(known["partner"].values, moved.any(0), strict=True) if m]
    allies = known["partner"].values[np.nan_to_num(known.values[-1]) >= 1]
    told = [
        f"{flow} {number(100 * float(s.sel(year=first, partner=allies).sum()))} % in {first} and"
        f" {number(100 * float(s.sel(year=last, partner=allies).sum()))} % in {last}"
        for flow, s in shares.items()
    ]
    begin = (
        f"Pacts with {listed(names.get(c, c) for c in changed)} began, ended or changed between {first} and {last}"
        if changed
        else f"No pact with any partner began or ended between {first} and {last}, so the years cannot tell what a"
        " treaty does"
    )
    whom = (
        f"the share of its {len(allies)} allies was, of {', of '.join(told)}"
        if len(allies)
        else "it has no ally here"
    )
    return [f"{begin}; {whom}."]


def _share_lines(
    flow: str, share: "xr.DataArray", since: int, on: Sequence[str], names: dict[str, str]
) -> Exhibit:
    """Shares from `since` on: before a break of the data they would be taken for a fall or a rise."""
    first = int(share["year"][0])
    note = f"Percent of all {flow}, goods and services."
    if first < since:
        note += f" Left out before {since}: a share jumps by more than 25 points there, a break of the data."
    return _lines(f"Share of {flow}", share.sel(year=share["year"] >= since), on, names, note)


def _lines(
    title: str, values: "xr.DataArray", on: Sequence[str], names: dict[str, str], note: str
) -> Exhibit:
    shown = values.sel(partner=list(on)).dropna("year", how="all")
    columns = (Column("Year"), *(Column(names.get(c, c), "%") for c in on))
    rows: list[tuple[Value, ...]] = [
        (int(y), *(100 * float(v) if np.isfinite(v) else None for v in row))
        for y, row in zip(shown["year"].values, shown.values, strict=True)
    ]
    return Exhibit(title, note, columns, tuple(rows), "lines", tuple(range(1, min(len(on), 4) + 1)))


def _comovements(found: "list[tuple[str, Comovement]]") -> Exhibit:
    columns = (
        Column("Share of"), Column("Years"), Column("Partners"), Column("Changes"),
        Column(f"Points of the share for {POINTS} of agreement"), Column("From"), Column("To"), Column("Correlation"),
    )  # fmt: skip
    rows = [
        (flow, f"{c.first}-{c.last}", c.partners, c.changes,
         POINTS * c.slope, POINTS * c.low, POINTS * c.high, c.correlation)
        for flow, c in found
    ]  # fmt: skip
    note = (
        "Yearly changes of the share on yearly changes of agreement, the mean of each year taken out; the range holds"
        " 90 %, errors by partner. Years in"
        " which a share jumps by more than 25 points are a break of the data and left out."
    )
    return Exhibit("Do shares move with votes", note, columns, tuple(rows))


def _pacts(pacts: "xr.DataArray", on: Sequence[str], names: dict[str, str]) -> Exhibit:
    known = pacts.dropna("year", how="all")
    words = {1.0: "defence", 0.0: "none"}
    rows: list[tuple[Value, ...]] = []
    for c in on:
        ends: list[float] = list(known.sel(partner=c).values[[0, -1]]) if known.sizes["year"] else []
        rows.append(
            (names.get(c, c), *(words.get(float(v), "other") if np.isfinite(v) else None for v in ends))
        )
    years = [str(int(known["year"][k])) for k in (0, -1)] if known.sizes["year"] else []
    columns = (Column("Partner"), *(Column(f"Pact in {y}") for y in years))
    return Exhibit(
        "Treaties of alliance",
        "By ATOP: defence, other (consultation, neutrality, non-aggression), none.",
        columns,
        tuple(rows),
    )
