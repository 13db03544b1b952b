"""Keeping the wanted rows of a block of data; what the readers of long files share.

A product is wanted if its code starts with one of the codes given: `3104` keeps all potash, `310420` one line.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from autarky.errors import InputError, did_you_mean
from autarky.sources.base import Only
from autarky.sources.io.tidy import Column

if TYPE_CHECKING:
    import pyarrow as pa

PRODUCT = "product"


def check_only(only: Only, columns: Sequence[Column], source: str, others: Sequence[str] = ()) -> None:
    """`InputError` where `only` names a column that the source lacks, or a product that is no HS code and not
    among `others`."""
    names = [c.name for c in columns]
    for name, values in only.items():
        if name not in names:
            raise InputError(
                f"{source} has no column {name!r}{did_you_mean(name, names)}; it has {', '.join(names)}"
            )
        if name == PRODUCT:
            for code in values:
                if code not in others and not (code.isdigit() and 2 <= len(code) <= 6):
                    raise InputError(f"product {code!r}: give 2 to 6 digits of the Harmonized System")


def products_wanted(codes: "pa.Array", wanted: Sequence[str]) -> "pa.Array":
    """Boolean mask of the codes that start with one of `wanted`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    mask = None
    for length in sorted({len(w) for w in wanted}):
        of_length = pa.array([w for w in wanted if len(w) == length])
        cut = codes if length == 6 else pc.utf8_slice_codeunits(codes, 0, length)
        found = pc.is_in(cut, value_set=of_length)
        mask = found if mask is None else pc.or_(mask, found)
    return mask if mask is not None else pa.array([True] * len(codes))


def kept(table: "pa.Table", only: Only) -> "pa.Table":
    """The rows of a tidy table that `only` wants."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for name, values in only.items():
        if not values:
            continue
        column = table.column(name)
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        if name == PRODUCT:
            mask = products_wanted(column.combine_chunks(), list(values))
        else:
            mask = pc.is_in(column, value_set=_typed(list(values), column.type, name))
        table = table.filter(mask)
    return table


def _typed(values: list[str], kind: "pa.DataType", name: str) -> "pa.Array":
    import pyarrow as pa

    try:
        return pa.array(values).cast(kind)
    except pa.ArrowInvalid as e:
        raise InputError(f"{name}: {', '.join(map(str, values))} do not fit a column of {kind}") from e
