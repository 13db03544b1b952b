"""SQL over the tables that are here: each source is a view, with the columns of its tidy tables."""

from pathlib import Path
from typing import TYPE_CHECKING

from autarky.errors import AutarkyError, InputError, did_you_mean
from autarky.sources.inventory import here, tables

if TYPE_CHECKING:
    import pyarrow as pa


def ask(query: str) -> "pa.Table":
    """The answer of DuckDB. Sources are views called by their names with `_` for `-` (`"oecd-icio"` quoted works
    too); a column `piece` holds the key. Reads only: nothing a query says changes the data.

    Raises `InputError` with DuckDB's own words and the tables there are, `AutarkyError` where DuckDB is missing.
    """
    try:
        import duckdb
    except ImportError:
        raise AutarkyError("SQL needs DuckDB: pip install 'autarky[data]'") from None

    with duckdb.connect(config={"autoinstall_known_extensions": False}) as connection:
        views = []
        for source in here():
            select = " UNION ALL BY NAME ".join(_selects(source))
            for name in dict.fromkeys((source, source.replace("-", "_"))):
                connection.execute(f'CREATE VIEW "{name}" AS {select}')
            views.append(source.replace("-", "_"))
        connection.execute("SET lock_configuration = true")
        try:
            statements = connection.extract_statements(query)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise InputError("one SELECT at a time: queries look, they do not change anything")
            return connection.sql(query).to_arrow_table()
        except duckdb.Error as e:
            raise InputError(_in_words(str(e), views)) from None


def _selects(source: str) -> list[str]:
    """One SELECT for each piece. Of a piece that is here in whole, filtered tables are left out; of one that is
    only here filtered, a row that two of them hold counts once."""
    by_piece: dict[str, list[Path]] = {}
    for path in tables(source):
        by_piece.setdefault(path.stem.partition("~")[0], []).append(path)
    made = []
    for piece, paths in by_piece.items():
        whole = [p for p in paths if "~" not in p.stem]
        files = ", ".join("'" + str(p).replace("'", "''") + "'" for p in whole or paths)
        name = piece.replace("'", "''")
        made.append(
            f"SELECT {'' if whole else 'DISTINCT '}*, '{name}' AS piece"
            f" FROM read_parquet([{files}], union_by_name = true)"
        )
    return made


def _in_words(message: str, views: list[str]) -> str:
    first = message.strip().splitlines()[0]
    if "does not exist" in message and "Table with name" in message:
        asked = message.split("Table with name", 1)[1].split()[0].strip('"')
        known = ", ".join(views) or "none yet: autarky data get SOURCE"
        return f"there is no table {asked!r}{did_you_mean(asked, views)}; here are {known}"
    return f"{first}; tables here: {', '.join(views) or 'none yet'}"
