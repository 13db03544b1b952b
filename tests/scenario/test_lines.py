"""Lines of fields in TOML, however it is written."""

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from autarky.files.lines import lines_of
from autarky.files.toml import dump

TEXT = '''# comment with [brackets] and "quotes
title = "a # no comment" # one
look_for = """
several [lines]
with "quotes" in them"""
other = \'\'\'
raw \\'\'\'
horizon = [
  "3m", # first
  1,
]
[elasticities]
theta = { C20 = 4.0, "oil and gas" = 8 }
a.b . c = 2024-01-01
[[acts]]
type = 'embargo'
[acts.more]
x = 1
[[acts]]
origin = [["a"], { k = "v" }]
'''


def test_lines() -> None:
    tomllib.loads(TEXT)
    found = lines_of(TEXT)
    expected = {
        ("title",): 2,
        ("look_for",): 3,
        ("other",): 6,
        ("horizon",): 8,
        ("horizon", 0): 9,
        ("horizon", 1): 10,
        ("elasticities",): 12,
        ("elasticities", "theta", "C20"): 13,
        ("elasticities", "theta", "oil and gas"): 13,
        ("elasticities", "a", "b", "c"): 14,
        ("acts", 0): 15,
        ("acts", 0, "type"): 16,
        ("acts", 0, "more"): 17,
        ("acts", 0, "more", "x"): 18,
        ("acts", 1): 19,
        ("acts", 1, "origin", 0, 0): 20,
        ("acts", 1, "origin", 1, "k"): 20,
    }
    assert {path: found.get(path) for path in expected} == expected
    assert lines_of(TEXT.replace("\n", "\r\n"))[("acts", 1)] == 19


keys = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)
scalars = st.one_of(
    st.booleans(),
    st.integers(-(2**60), 2**60),
    st.floats(allow_nan=False),
    st.text(st.characters(codec="utf-8")),
)
values = st.recursive(
    scalars, lambda v: st.one_of(st.lists(v, max_size=3), st.dictionaries(keys, v, max_size=3)), max_leaves=6
)


@given(st.dictionaries(keys, values, max_size=4))
def test_what_is_written_reads_back_and_every_key_has_a_line(data: dict[str, Any]) -> None:
    text = dump(data)
    assert tomllib.loads(text) == data
    if '"' not in "".join(data) and "\\" not in text:
        lines = lines_of(text)
        assert {path[0] for path in lines if path} == set(data)
