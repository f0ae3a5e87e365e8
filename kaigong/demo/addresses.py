"""Paths on the demo's sites, as the families of content managers form them."""

import re
from dataclasses import dataclass

from kaigong.demo.dice import hex_id
from kaigong.demo.markup import ZONE
from kaigong.demo.model import DemoArticle
from kaigong.demo.sites import Column, Site

_HIDDEN_FOLDER = "nbgl"


@dataclass(frozen=True, slots=True)
class ListPath:
    """A page of a column's list; the first is number 1."""

    column: Column
    number: int


def article_path(site: Site, article: DemoArticle) -> str:
    day = article.published.astimezone(ZONE)
    digits = hex_id(site.key, article.id)
    if site.family == "truecms":
        uuid = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
        folder = _HIDDEN_FOLDER if article.disallowed else article.column
        return f"/{site.root}/{folder}/content/{uuid}.html"
    if site.family == "ucap":
        return f"/{site.root}/{article.column}/{day:%Y%m}/{digits}.shtml"
    return f"/{day:%Y}/{day:%m%d}/{int(digits[:6], 16) % 900_000 + 100_000}.shtml"


def list_path(site: Site, column: Column, number: int = 1) -> str:
    suffix = "" if number == 1 else f"_{number}"
    if site.family == "truecms":
        return f"/{site.root}/{column.key}/{column.key}.html"
    if site.family == "ucap":
        return f"/{site.root}/{column.key}/list{suffix}.shtml"
    return f"/{site.root}/{column.key}/" + (f"index{suffix}.shtml" if suffix else "")


def find_list(site: Site, path: str) -> ListPath | None:
    for column in site.columns:
        if path == list_path(site, column):
            return ListPath(column, 1)
        number = re.search(r"_(\d+)\.shtml$", path)
        if number and path == list_path(site, column, int(number[1])):
            return ListPath(column, int(number[1]))
    return None


def disallowed_folder(site: Site) -> str:
    return f"/{site.root}/{_HIDDEN_FOLDER}/"


def attachment_path(site: Site, article: DemoArticle, name: str) -> str:
    """Relative to the article, as the families link them."""
    folder = "files" if site.family == "truecms" else "attachments"
    return f"{folder}/{hex_id(article.id, name)[:16]}/{name}"
