"""The tables are open to other engines: DuckDB reads them as they lie there and comes to depipe's own figures."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from depipe.comparison.tables import write_tables
from support.tables import case

STARS = """
    SELECT c.tool, c.item_id, quantile_disc(r.stars, 0.5) AS stars, median(r.stars) AS level, count(r.stars) AS raters
    FROM consensus c LEFT JOIN ratings r USING (context_id, tool, item_id)
    WHERE NOT c.decided GROUP BY ALL ORDER BY ALL
"""
"""The consensus, from the ratings."""

MEANS = """
    SELECT c.tool, c.category_id, avg(c.level) AS mean_stars
    FROM consensus c LEFT JOIN gates g USING (context_id, tool, item_id)
    WHERE coalesce(g.status, '') <> 'bonus' GROUP BY ALL ORDER BY ALL
"""
"""The category means, from the consensus."""

RAW = """
    SELECT tool, avg(mean_stars) AS raw_stars FROM category_summary GROUP BY tool ORDER BY tool
"""
"""The overall before any cap, where categories weigh the same, from their means."""


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give DuckDB with a view for every table under output/tables."""
    connection = duckdb.connect()
    for path in write_tables(case().tables, tmp_path / "tables"):
        connection.read_parquet(str(path)).create_view(path.stem)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("by_sql", "by_depipe"),
    [
        (STARS, "SELECT tool, item_id, stars, level, evaluators FROM consensus WHERE NOT decided ORDER BY ALL"),
        (MEANS, "SELECT tool, category_id, mean_stars FROM category_summary ORDER BY ALL"),
        (RAW, "SELECT tool, raw_stars FROM overall ORDER BY tool"),
    ],
    ids=["consensus", "category means", "overall"],
)
def test_sql_comes_to_the_same_figures(opened: duckdb.DuckDBPyConnection, by_sql: str, by_depipe: str) -> None:
    """What scoring says of every tool is what SQL computes from the table below it."""
    found, expected = opened.execute(by_sql).fetchall(), opened.execute(by_depipe).fetchall()

    assert len(expected) > 2
    assert found == [pytest.approx(row) for row in expected]


def test_lists_and_instants_are_plain_types(opened: duckdb.DuckDBPyConnection) -> None:
    """Lists can be taken apart and instants have their time zone: no column needs depipe to be understood."""
    kinds = dict(opened.execute("SELECT column_name, column_type FROM (DESCRIBE overall)").fetchall())
    assert kinds["warnings"] == "VARCHAR[]"
    assert (
        dict(opened.execute("SELECT column_name, column_type FROM (DESCRIBE changes)").fetchall())["changed_at"]
        == "TIMESTAMP WITH TIME ZONE"
    )
    assert opened.execute("SELECT count(*) FROM (SELECT tool, unnest(warnings) FROM overall)").fetchone() is not None
