"""Text made numbers, with the place of what is none."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autarky.errors import InputError
from autarky.sources.io.numbers import Where, number_column

HERE = Where("BACI_2021.csv", "v")


def test_clean_cells() -> None:
    got = number_column(pa.array(["1", "-2.5", "+3e2", "0"]), HERE)
    assert got.values.tolist() == [1, -2.5, 300, 0] and got.blanks == 0 and got.values.dtype == np.float64


@pytest.mark.parametrize("kind", ["list", "numpy", "object", "chunked", "dictionary", "large"])
def test_kinds_of_columns(kind: str) -> None:
    text = ["1.5", " 2 ", "", "1.5"]
    made = {
        "list": text,
        "numpy": np.array(text),
        "object": np.array(text, dtype=object),
        "chunked": pa.chunked_array([text[:1], text[1:]]),
        "dictionary": pa.array(text).dictionary_encode(),
        "large": pa.array(text, pa.large_string()),
    }[kind]
    got = number_column(made, HERE)
    np.testing.assert_array_equal(got.values, [1.5, 2, np.nan, 1.5])
    assert got.blanks == 1


def test_blanks_are_absent_and_never_zero() -> None:
    got = number_column(["NA", " ..", "", "  ", "0"], HERE, blank=("NA", ".."))
    assert np.isnan(got.values[:4]).all() and got.values[4] == 0 and got.blanks == 4
    assert number_column(pa.array(["1", None]), HERE).blanks == 1
    got = number_column(pa.nulls(3), HERE)
    assert got.blanks == 3 and np.isnan(got.values).all()
    assert number_column([], HERE).values.shape == (0,)


@pytest.mark.parametrize(
    "text",
    ["abc", "..", "1,5", "1.234,5", "nan", "NaN", "inf", "-Infinity", "1e999", "0x10", "1_0", "1 2", "--1"],
)
@pytest.mark.parametrize("row", [0, 700, 999])
@pytest.mark.parametrize("chunks", [1, 3])
def test_the_first_wrong_cell_is_named(text: str, row: int, chunks: int) -> None:
    cells = [str(n) for n in range(1000)]
    cells[3] = ""
    cells[row] = text
    cells[-1] = text
    column = pa.chunked_array(
        [cells[k::1] if chunks == 1 else cells[k * 334 : (k + 1) * 334] for k in range(chunks)]
    )
    with pytest.raises(InputError) as caught:
        number_column(column, HERE)
    assert f"BACI_2021.csv, line {row + 2}, column v: {text!r} is not a number" in str(caught.value)


def test_lines_after_filtering() -> None:
    where = Where("a.csv", "v", lines=np.array([5, 900, 1_000_000]))
    with pytest.raises(InputError, match=r"a\.csv, line 900, column v: 'x'"):
        number_column(["1", "x", "2"], where)


def test_long_cells_are_cut_in_the_message() -> None:
    with pytest.raises(InputError) as caught:
        number_column(["x" * 10_000], HERE)
    assert len(str(caught.value)) < 150


def test_decimal_commas() -> None:
    got = number_column(["1,5", "-2", "", "0,25"], HERE, decimal=",")
    np.testing.assert_array_equal(got.values, [1.5, -2, np.nan, 0.25])
    got = number_column(["1.234,5", "12,5", "1.234.567", "7"], HERE, decimal=",", thousands=".")
    assert got.values.tolist() == [1234.5, 12.5, 1234567, 7]
    assert number_column(["1,234.5", "7"], HERE, thousands=",").values.tolist() == [1234.5, 7]


def test_two_decimal_signs_are_ambiguous() -> None:
    with pytest.raises(InputError, match=r"line 3, column v: '1\.234' has a decimal point, other cells have"):
        number_column(["1,5", "1.234"], HERE, decimal=",")
    with pytest.raises(InputError, match=r"line 3.*'12\.34' has a decimal point"):
        number_column(["1.234,5", "12.34"], HERE, decimal=",", thousands=".")
    with pytest.raises(InputError, match=r"line 2, column v: '1,2,3' is not a number"):
        number_column(["1,2,3"], HERE, decimal=",")


def test_numbers_are_checked() -> None:
    assert number_column(np.array([1.5, 2]), HERE).values.tolist() == [1.5, 2]
    assert number_column(pa.array([1, None, 3]), HERE).blanks == 1
    for bad in (np.nan, np.inf):
        with pytest.raises(InputError, match=r"line 3, column v: (nan|inf) where a number is expected"):
            number_column(np.array([1.0, bad]), HERE)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False)))
def test_numbers_as_written_come_back(values: list[float]) -> None:
    np.testing.assert_array_equal(number_column([repr(v) for v in values], HERE).values, values)


@given(st.lists(st.text("0123456789.,-+eE naif", max_size=6)))
def test_like_float_of_python_or_an_error(cells: list[str]) -> None:
    """Whatever is accepted is what Python reads, and nothing that is finite in Python's plain notation is refused."""

    def plain(text: str) -> float | None:
        try:
            value = float(text.strip() or "x")
        except ValueError:
            return None
        return value if np.isfinite(value) else None

    good = [c.strip() == "" or plain(c) is not None for c in cells]
    try:
        got = number_column(cells, HERE)
    except InputError as e:
        first = good.index(False)
        assert f"line {first + 2}," in str(e)
    else:
        assert all(good)
        for cell, value in zip(cells, got.values, strict=True):
            assert np.isnan(value) if not cell.strip() else value == plain(cell)
