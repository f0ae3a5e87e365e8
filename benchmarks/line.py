"""Measures the line on one machine and prints the README's table: `make bench`.

Everything stays on loopback and in a temporary folder; about five minutes on two cores.
"""

import argparse
import os
import platform
import sys

import crawling
import throughput


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=3000, help="pages of the crawled site")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of the crawler's comparison")
    parser.add_argument("--articles", type=int, default=20_000, help="articles through the line")
    options = parser.parse_args()

    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}\n")
    rates = crawling.measure(options.pages, options.rounds)
    ratio = rates["our_crawler"] / rates["bare_scrapy"]
    print("| crawl of a loopback site, politeness off | pages/s | of bare Scrapy |\n|---|---:|---:|")
    print(f"| bare Scrapy, the same reader and extractor | {rates['bare_scrapy']:.0f} | 1.00 |")
    print(
        f"| Kaigong: robots, guard, state, revisions, stream | {rates['our_crawler']:.0f} | {ratio:.2f} |\n"
    )
    sys.stdout.flush()

    crawler_memory = crawling.memory(options.articles)
    line = throughput.measure(options.articles)
    print(f"| the line, {options.articles:,} articles, {throughput.RULES} rules | |\n|---|---:|")
    print(f"| from `articles.v1` to indexed and alerted | {line['rate']:.0f} articles/s |")
    memory = line["memory"]
    assert isinstance(memory, dict)
    for stage, found in {"crawler": crawler_memory, **memory}.items():
        print(f"| {stage}: resident at 25, 50, 75, 100 % | {', '.join(f'{mb:.0f}' for mb in found)} MB |")


if __name__ == "__main__":
    main()
