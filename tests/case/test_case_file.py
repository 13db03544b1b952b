"""The file of a case: what is read, what is refused and where."""

import re
from pathlib import Path

import pytest

from autarky.case.spec import Case
from autarky.case.tasks import prepare
from autarky.errors import InputError

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "union-state"
GOOD = """title = "T"
focus = ["BLR", "EU27"]
[[parts]]
number = 3
part = "Union"
question = "What is gained?"
file = "union.toml"
"""


def test_page_of_the_documentation() -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", (ROOT / "docs/how-to/case.md").read_text("utf-8"), re.DOTALL)
    work = prepare(Case.from_toml(text, folder=EXAMPLES), 0, 0)
    assert [t.name if t else None for t in work.tasks] == ["union", "cartel-potash", "press-en", None]
    assert work.names["EU27"].startswith("European Union") and work.names["BLR"] == "Belarus"


def test_case_of_belarus_reads_and_leaves_no_scenario_out() -> None:
    case = Case.from_file(EXAMPLES / "case.toml")
    work = prepare(case, 0, 0)
    assert {p.number for p in case.parts} == set(range(1, 15))
    # a part without a file says so, and only the questions of other studies have none
    assert {p.number for p, t in zip(case.parts, work.tasks, strict=True) if t is None} == {9, 12}
    named = {n for p in case.parts for n in (p.file, p.world)}
    told = {f.name for f in EXAMPLES.iterdir()} - {"case.toml", "security-poland.toml"}
    assert told <= named


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('file = "union.toml"', 'file = "unio.toml"', "case.toml:7: .*did you mean union.toml"),
        ('file = "union.toml"', 'fil = "union.toml"', "case.toml:7: .*unknown field .did you mean file"),
        ('file = "union.toml"', "", "case.toml:3: .*no file answers it; say why in leaves_out"),
        ("number = 3", 'number = "three"', "case.toml:4: "),
        ('"EU27"]', '"EU72"]', "case.toml:2: focus.*EU72"),
        ('"EU27"]', '"BLR"]', "case.toml:2: focus.*twice"),
        ('file = "union.toml"', 'file = "case.toml"', "case.toml:7: .*file: "),
        ('"union.toml"', '"union.toml"\nworld = "no.toml"', "case.toml:8: .*no.toml does not exist"),
        ('"union.toml"', '"security-belarus.toml"\nworld = "cartel-potash-world.toml"', "toml:8: .*its world"),
        ("[[parts]]", "[parts]", "case.toml:3: parts"),
        ("[[parts]]", "parts = []\n[other]", "case.toml:3: parts: expected tables"),
        ('["BLR", "EU27"]', "[]", "case.toml:2: focus: expected one to 6 economies"),
    ],
    ids=["file", "field", "neither", "number", "focus", "twice", "kind", "world", "guard", "table", "none", "nobody"],
)  # fmt: skip
def test_wrong_input_is_named_with_its_line(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(InputError) as caught:
        prepare(Case.from_toml(GOOD.replace(old, new), "case.toml", EXAMPLES), 0, 0)
    assert re.search(message, str(caught.value)), str(caught.value)


def test_two_parts_of_one_name_would_share_a_folder() -> None:
    with pytest.raises(InputError, match=r"case.toml:12: .*part 1 already has 'union'"):
        Case.from_toml(GOOD + GOOD[GOOD.index("[[parts]]") :], "case.toml", EXAMPLES)


def test_a_broken_scenario_is_named_by_both_lines(tmp_path: Path) -> None:
    text = (EXAMPLES / "union.toml").read_text("utf-8").replace("standards =", "standard =")
    (tmp_path / "union.toml").write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"case.toml:7: .*union.toml:\d+: act 1 \(union\), standard: "):
        prepare(Case.from_toml(GOOD, "case.toml", tmp_path), 0, 0)


def test_labels_are_looked_up_even_where_no_part_is_answered() -> None:
    text = GOOD.replace('file = "union.toml"', 'leaves_out = "open"')
    assert prepare(Case.from_toml(text, "case.toml"), 0, 0).tasks == [None]
    with pytest.raises(InputError, match=r"case.toml:2: focus.*'BLX'"):
        prepare(Case.from_toml(text.replace("BLR", "BLX"), "case.toml"), 0, 0)
