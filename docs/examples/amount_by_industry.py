"""What was invested by industry and quarter, with pandas and with DuckDB, over an export.

kaigong export events.parquet --query "state:done named:true"
python amount_by_industry.py events.parquet
"""

import sys

import duckdb
import pandas as pd

BY_QUARTER = """
SELECT main_industry AS industry, quarter, round(sum(amount_yi), 2) AS amount_yi
FROM (
    -- A story told by five newspapers is one investment: the largest amount that one of them tells.
    SELECT story_id, type, project, any_value(main_industry) AS main_industry,
        max(amount_yi) AS amount_yi,
        strftime(min(shown_at), '%Y') || 'Q' || quarter(min(shown_at)) AS quarter
    FROM read_parquet(? || '/part-*.parquet')
    WHERE type = '签约' AND amount_yi IS NOT NULL
    GROUP BY story_id, type, project
)
WHERE main_industry IS NOT NULL
GROUP BY ALL ORDER BY industry, quarter
"""


def with_duckdb(folder):
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'Asia/Shanghai'")
        rows = connection.execute(BY_QUARTER, [folder]).fetchall()
    return {(industry, quarter): amount for industry, quarter, amount in rows}


def with_pandas(folder):
    events = pd.read_parquet(folder)
    signed = events[(events["type"] == "签约") & events["amount_yi"].notna()]
    stories = signed.groupby(["story_id", "type", "project"], dropna=False).agg(
        industry=("main_industry", "first"), amount_yi=("amount_yi", "max"), shown_at=("shown_at", "min")
    )
    stories = stories.dropna(subset=["industry"])
    local = stories["shown_at"].dt.tz_convert("Asia/Shanghai")
    quarter = local.dt.year.astype(str) + "Q" + local.dt.quarter.astype(str)
    sums = stories.groupby(["industry", quarter.rename("quarter")])["amount_yi"].sum().round(2)
    return {(str(industry), str(name)): float(amount) for (industry, name), amount in sums.items()}


def main():
    for (industry, quarter), amount in with_duckdb(sys.argv[1]).items():
        print(f"{quarter}  {industry}  {amount:,.2f} 亿元")


if __name__ == "__main__":
    main()
