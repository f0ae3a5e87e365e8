"""The largest projects that started in a place, asked of the events index by its client.

python largest_projects.py http://localhost:9200 320700 --days 30
"""

import argparse
from datetime import UTC, datetime, timedelta

from elasticsearch import Elasticsearch


def largest(client, index, place, since, size=10):
    """Named events of type 开工 that happened there or in a place below it, the largest first."""
    answer = client.search(
        index=index,
        query={
            "bool": {
                "filter": [
                    {"term": {"type": "开工"}},
                    {"term": {"state": "done"}},  # leaves out what was retracted, too
                    {"term": {"named": True}},
                    {"term": {"place_codes": place}},  # the codes of a place hold those above it
                    {"range": {"shown_at": {"gte": since.isoformat()}}},
                    {"exists": {"field": "amount_cny"}},
                ]
            }
        },
        collapse={"field": "story_id"},  # copies of a story once
        sort=[{"amount_cny": "desc"}, {"event_id": "asc"}],
        size=size,
        source=["project", "amount_yi", "main_place", "parties", "url"],
    )
    return [hit["_source"] for hit in answer["hits"]["hits"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url", help="of Elasticsearch")
    parser.add_argument("place", help="region code, as 320700 for 连云港市")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--index", default="kaigong-events")
    asked = parser.parse_args()
    since = datetime.now(UTC) - timedelta(days=asked.days)
    with Elasticsearch(asked.url) as client:
        for project in largest(client, asked.index, asked.place, since):
            print(f"{project['amount_yi']:>8,.2f} 亿元  {project['project']}  {project['url'] or ''}")


if __name__ == "__main__":
    main()
