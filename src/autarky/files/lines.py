"""Lines of a TOML document by path, so that a message can say where: ``("acts", 0, "origin")`` -> 14.

`tomllib` gives values without positions. This scanner reads only what carries positions (keys, brackets,
strings) of a document that `tomllib` has already accepted.
"""

import re

Path = tuple[str | int, ...]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|' + r"'''(?:.)*?'{3,5}|" + r'"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'", re.DOTALL
)
_SCALAR = re.compile(r"[^,\]}#\n]+")


def lines_of(text: str) -> dict[Path, int]:
    """1-based line of every table, key and array entry. `text` must be valid TOML."""
    return _Scanner(text).document()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n")
        self.at = 0
        self.found: dict[Path, int] = {(): 1}
        self.counts: dict[Path, int] = {}  # tables seen in each array of tables

    def document(self) -> dict[Path, int]:
        table: Path = ()
        while self._skip():
            if self.text.startswith("[[", self.at):
                table = self._header(2)
                self.counts[table] = self.counts.get(table, -1) + 1
                table = (*table, self.counts[table])
                self.found[table] = self.line
                self._past("]]")
            elif self.text[self.at] == "[":
                table = self._header(1)
                self.found.setdefault(table, self.line)
                self._past("]")
            else:
                self._pair(table)
        return self.found

    @property
    def line(self) -> int:
        return self.text.count("\n", 0, self.at) + 1

    def _skip(self) -> bool:
        """Move over space and comments; whether anything is left."""
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at < len(self.text)

    def _past(self, token: str) -> None:
        self._skip()
        self.at += len(token)

    def _header(self, brackets: int) -> Path:
        self.at += brackets
        path: Path = ()
        for key in self._key():
            path = (*path, key)
            if path in self.counts and len(path) > 0:  # inside the latest table of an array
                path = (*path, self.counts[path])
        if brackets == 2 and path and isinstance(path[-1], int):
            path = path[:-1]
        return path

    def _key(self) -> list[str]:
        parts: list[str] = []
        while True:
            self._skip()
            quoted = _STRING.match(self.text, self.at)
            match = quoted or _BARE.match(self.text, self.at)
            if match is None:  # not reached on valid TOML
                self.at += 1
                return parts
            parts.append(match[0][1:-1] if quoted else match[0])
            self.at = match.end()
            self._skip()
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def _pair(self, table: Path) -> None:
        line = self.line
        path = table
        for key in self._key():
            path = (*path, key)
            self.found.setdefault(path, line)
        self._past("=")
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip()
        first = self.text[self.at : self.at + 1]
        if first in ('"', "'"):
            match = _STRING.match(self.text, self.at)
            self.at = match.end() if match else self.at + 1
        elif first == "[":
            self._entries(path)
        elif first == "{":
            self._inline(path)
        else:
            match = _SCALAR.match(self.text, self.at)
            self.at = match.end() if match else self.at + 1

    def _entries(self, path: Path) -> None:
        self.at += 1
        count = 0
        while self._skip() and self.text[self.at] != "]":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self.found[(*path, count)] = self.line
            self._value((*path, count))
            count += 1
        self.at += 1

    def _inline(self, path: Path) -> None:
        self.at += 1
        while self._skip() and self.text[self.at] != "}":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._pair(path)
        self.at += 1
