"""The demo's sources and rules, as a user would write them."""

from pathlib import Path
from typing import Any

import yaml

from kaigong.demo.sites import SITES, Column, Site
from kaigong.demo.web import DemoWeb
from kaigong.demo.world import World

DEMO_RECEIVER = "demo@kaigong.example"
_RULES: tuple[dict[str, Any], ...] = (
    {
        "id": "haizhou-jingkou",
        "name": "海州区、京口区：签约和开工",
        "keywords": ["签约", "开工"],
        "places": ["连云港市海州区", "京口区"],
        "to": [DEMO_RECEIVER],
    },
    {
        "id": "industries",
        "name": "两市的医药健康和新材料大项目",
        "keywords": ["签约", "开工", "封顶", "竣工", "投产", "达产"],
        "places": ["连云港市", "镇江市"],
        "industries": ["医药健康", "新材料"],
        "min_amount": "1亿",
        "to": [DEMO_RECEIVER],
    },
    {
        "id": "personnel",
        "name": "任免通知",
        "on": "article",
        "keywords": ["任免的通知", "任前公示"],
        "to": [DEMO_RECEIVER],
    },
)


def write_demo_sources(world: World, web: DemoWeb, directory: Path) -> list[Path]:
    """One file for each column of the world's sites; `web` must be started, its port is in them."""
    directory.mkdir(parents=True, exist_ok=True)
    shown = {(one.site, one.column) for one in world.all(0)}
    columns = [(site, one) for site in SITES for one in site.columns if (site.key, one.key) in shown]
    return [_write(directory, source_id(site, one), _source(site, one, web)) for site, one in columns]


def write_demo_rules(directory: Path) -> list[Path]:
    directory.mkdir(parents=True, exist_ok=True)
    return [_write(directory, str(rule["id"]), rule) for rule in _RULES]


def source_id(site: Site, column: Column) -> str:
    return f"{site.key}-{column.key}"


def _write(directory: Path, name: str, content: dict[str, Any]) -> Path:
    path = directory / f"{name}.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    return path


def _source(site: Site, column: Column, web: DemoWeb) -> dict[str, Any]:
    return {
        "id": source_id(site, column),
        "name": f"{site.short} · {column.name}",
        "region": site.region,
        "url": web.list_url(site, column),
        "kind": "newspaper" if site.family == "paper" else "gov",
        "preset": "links" if site.family == "paper" else site.family,
        **_deviations(site),
    }


def _deviations(site: Site) -> dict[str, Any]:
    """What the preset of the family cannot know."""
    if site.family == "paper":
        return {
            "records": {"item": ".news-list li"},
            "pager": {"kind": "next", "max_pages": 3},
            "urls": {"allow": r"/\d{4}/\d{4}/\d+\.shtml"},
        }
    if site.style == "onclick":
        return {"records": {"link_attr": "onclick", "link_re": r"name2\('([^']+)'"}}
    return {}
