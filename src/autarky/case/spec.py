"""The file of a case: title, whom it is about, and its parts (docs/how-to/case.md)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import Field, PrivateAttr, ValidationError, field_validator

from autarky.acts.base import Text
from autarky.case.kinds import ArticleFile, KindFile, article_file, is_article, table_of
from autarky.errors import InputError, did_you_mean
from autarky.files.fields import FieldError, Model, blame
from autarky.files.fields import Path as FieldPath
from autarky.files.source import Source, parse, read_text
from autarky.guarantee.file import GuaranteeFile
from autarky.scenario.model import Scenario
from autarky.worlds.model import Spec

WHAT, HINT = "case", "; docs/how-to/case.md has one to start from"
MOST = 6  # in focus: a column of the first table each
Errors = list[tuple[FieldPath, str]]


class CasePart(Model):
    """One part of a case. Raises `FieldError` for wrong fields."""

    number: int = Field(ge=1, le=999, description="number of the part; several parts may share one")
    part: str = Field(min_length=1, description="what the part is about, in a word or two")
    question: str = Field(min_length=1, description="the question it answers")
    file: str = Field(
        default="",
        description="what answers it, from the folder of the case: a scenario, a guarantee, a file with [ties] or"
        " [series], or an article whose figures are checked; none: not answered",
    )
    world: str = Field(
        default="",
        description="spec of a world to build first (`autarky world build`), in place of the file's",
    )
    data: str = Field(
        default="",
        description="for an article: folder with more data than those that ship, used where it is there",
    )
    label: str = Field(
        default="", description="name in the charts, some 40 letters (default: the file's title)"
    )
    leaves_out: Text = Field(default="", description="one paragraph: what the answer leaves out")

    def __init__(self, **data: Any) -> None:
        super().__init__(**data)
        if not self.file and not self.leaves_out:
            raise FieldError([((), "no file answers it; say why in leaves_out, or name a file")])
        if self.world and not self.file:
            raise FieldError([(("world",), "there is no file that the world is for")])
        if self.data and not is_article(self.file):
            raise FieldError([(("data",), "only an article is checked against data")])

    @property
    def name(self) -> str:
        """Name of its folder: that of its file."""
        return Path(self.file).stem


_NOBODY = CasePart(number=1, part="-", question="-", leaves_out="-")


class Case(Model):
    """A case, checked. Raises `FieldError` for wrong fields."""

    title: str = Field(min_length=1, description="one line for people")
    intro: Text = Field(default="", description="what the case is about, for people")
    focus: Sequence[str] = Field(description="whom the answers are about: up to six economies or groups")
    parts: Sequence[CasePart] = Field(description="tables, one for each part")

    _source: Source = PrivateAttr(default_factory=Source)
    _text: str = PrivateAttr(default="")

    def __init__(self, **data: Any) -> None:
        errors: Errors = []
        data = dict(data)
        given = data.get("parts", ())
        if not isinstance(given, list | tuple) or ("parts" in data and not given):
            errors.append(
                (("parts",), f"expected tables ([[parts]] in TOML), one for each part, got {given!r:.60}")
            )
            data["parts"] = [_NOBODY]  # told already
        elif "parts" in data:
            data["parts"] = [made for k, p in enumerate(data["parts"]) if (made := _part(p, k, errors))]
            if not data["parts"] and errors:
                data["parts"] = [_NOBODY]
        try:
            super().__init__(**data)
        except (FieldError, ValidationError) as e:
            errors += e.errors if isinstance(e, FieldError) else []
        if not errors:
            errors += self._twice()
        if errors:
            raise FieldError(errors)

    @field_validator("focus", mode="before")
    @classmethod
    def _labels(cls, value: Any) -> Any:
        given = [value] if isinstance(value, str) else value
        listed = isinstance(given, list | tuple) and 1 <= len(given) <= MOST
        if not listed or not all(isinstance(v, str) and v.strip() for v in given):
            raise ValueError(f"expected one to {MOST} economies or groups, got {value!r:.60}")
        if len(set(given)) < len(given):
            raise ValueError("an economy or group is named twice")
        return tuple(given)

    def _twice(self) -> Errors:
        seen: dict[str, int] = {}
        found: Errors = []
        for k, part in enumerate(self.parts):
            if part.file and part.name in seen:
                what = (
                    f"part {seen[part.name] + 1} already has {part.name!r}, and both would write one folder"
                )
                found.append((("parts", k, "file"), what))
            seen.setdefault(part.name, k)
        return found

    # -- reading ---------------------------------------------------------------------------------------------
    @classmethod
    def from_file(cls, path: str | Path) -> "Case":
        """Read a TOML file. Raises `InputError` with lines."""
        path = Path(path)
        return cls.from_toml(read_text(path, WHAT, HINT), str(path), path.parent)

    @classmethod
    def from_toml(cls, text: str, name: str = "case", folder: Path | None = None) -> "Case":
        """Read TOML text; `name` stands for the file in messages, `folder` is where the files of its parts are."""
        data, source = parse(text, name, WHAT, HINT)
        source = Source(source.name, source.lines, folder)
        try:
            case = cls(**{str(k): v for k, v in data.items()})
        except FieldError as e:
            raise source.explain(e) from None
        case._source, case._text = source, text
        return case

    @property
    def text(self) -> str:
        """The file as it was read."""
        return self._text

    def path(self, name: str) -> Path:
        """A file that the case names, from the folder of the case."""
        return (self._source.folder or Path()) / name

    def explained(self, error: FieldError) -> InputError:
        """`error` with file and line."""
        return self._source.explain(error)

    def read(self, k: int) -> "Scenario | GuaranteeFile | KindFile | ArticleFile | None":
        """The file of part `k`; None where it has none. Raises `InputError` with the lines of both files."""
        part = self.parts[k]
        if not part.file:
            return None
        try:
            with blame("parts", k, "file"):
                path = self._found(part.file)
                if is_article(part.file):
                    return article_file(path)
                held = table_of(path)
                if held in ("ties", "series"):
                    return KindFile.from_file(path)
                return GuaranteeFile.from_file(path) if held == "guarantee" else Scenario.from_file(path)
        except FieldError as e:
            raise self.explained(e) from None

    def spec(self, k: int) -> Spec | None:
        """The world to build for part `k`, if any. Raises `InputError` with the lines of both files."""
        part = self.parts[k]
        if not part.world:
            return None
        try:
            with blame("parts", k, "world"):
                return Spec.from_file(self._found(part.world))
        except FieldError as e:
            raise self.explained(e) from None

    def _found(self, name: str) -> Path:
        path = self.path(name)
        if not path.is_file():
            near = sorted(p.name for p in path.parent.glob("*.toml")) if path.parent.is_dir() else []
            raise InputError(f"{name} does not exist{did_you_mean(path.name, near)}")
        return path


def _part(given: Any, k: int, errors: Errors) -> CasePart | None:
    if isinstance(given, CasePart):
        return given
    if not isinstance(given, dict):
        errors.append((("parts", k), f"expected a table ([[parts]] in TOML), got {given!r:.60}"))
        return None
    try:
        return CasePart(**{str(f): v for f, v in given.items()})
    except FieldError as e:
        errors += e.below("parts", k).errors
        return None
