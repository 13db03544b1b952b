"""A part answered by the ties of one economy: `autarky ties` in a case."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autarky.acts.exhibits import Column, Exhibit
from autarky.case.kinds import KindFile
from autarky.case.outcome import PartOutcome
from autarky.case.press import writer
from autarky.case.run import Solved, Tell

if TYPE_CHECKING:
    from autarky.world.accounts import World


@dataclass(frozen=True)
class TiesJob:
    """A question after the ties of one economy; `folder` is where its file is."""

    name: str
    file: KindFile
    folder: Path

    def key(self) -> str:
        """Changes with the question, the world and the version."""
        from autarky import __version__

        given = [__version__, self.file.model_dump_json(), self._world().fingerprint]
        return hashlib.sha256(json.dumps(given).encode()).hexdigest()

    def solve(self, tell: Tell) -> Solved:
        """Cut the ties. Raises `AutarkyError` where the world or an economy is not there."""
        from autarky.cuts.settings import Terms
        from autarky.cuts.ties import ties
        from autarky.report.brief import answer, sheets, title
        from autarky.report.brief_page import brief_page

        asked = self.file.ties
        assert asked is not None
        tell("cutting its ties")
        world = self._world()
        terms = Terms(horizon=asked.horizon, leakage=asked.leakage)
        told = ties(world, asked.of, list(asked.on) or None, terms=terms)
        exhibits = [
            Exhibit(s.heading, s.note, tuple(Column(c) for c in s.columns), tuple(tuple(r) for r in s.rows))
            for s in sheets(told)
        ]
        outcome = PartOutcome(
            title=self.file.title or title(told),
            answer=tuple(answer(told)),
            exhibits=tuple(exhibits[:2]),
            sources=(str(world.data.attrs.get("citation") or world.name),),
            report=f"parts/{self.name}/report.html",
        )
        return Solved(outcome, writer(brief_page(told)))

    def _world(self) -> "World":
        from autarky.worlds.library import load_world

        asked = self.file.ties
        assert asked is not None
        path = self.folder / asked.world
        return load_world(str(path) if path.is_file() else asked.world)
