"""The national meta tags of government pages, and the ones that others use."""

import html
import re

from crawler.extract.dom import Element

# The names of the national page standard, in its spelling.
_STANDARD = frozenset(
    {
        *("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnDescription", "ColumnKeywords"),
        *("ColumnType", "ArticleTitle", "PubDate", "ContentSource", "Keywords", "Author", "Description"),
        *("Image", "Url"),
    }
)
_NOTHING = re.compile(
    r"(?:null|none|nil|undefined|nan|n/a|无|暂无|空|-+|_+|0|标题|文章标题|栏目名称|信息来源|来源|发布时间|发布日期)?$",
    re.IGNORECASE,
)
_UNRENDERED = re.compile(r"\$\{|\{\{|\{%|<%|<\?|\[%|\$\[|#\{|</?[A-Za-z]+_[A-Za-z_]+[\s/>]|@\w+@|\{\w+:\w+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")


class Metas:
    """The usable meta values of a page; a standard name in its exact spelling beats other spellings."""

    def __init__(self, root: Element) -> None:
        self._values: dict[str, tuple[str, str]] = {}
        for meta in root.iter("meta"):
            name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip()
            value = clean_value(meta.get("content") or meta.get("value") or "")
            if name and value:
                self._keep(name, value)

    def _keep(self, name: str, value: str) -> None:
        key = "".join(name.lower().split())
        known = self._values.get(key)
        if known is None or (name in _STANDARD and known[0] not in _STANDARD):
            self._values[key] = (name, value)

    def get(self, *names: str) -> tuple[str, str] | None:
        """Name as spelled on the page and value of the first of these that is usable."""
        return next((self._values[name.lower()] for name in names if name.lower() in self._values), None)

    def value(self, name: str) -> str | None:
        found = self.get(name)
        return found[1] if found else None


def clean_value(value: str) -> str:
    """A meta value as text, or "" if a template forgot to fill it in."""
    value = value[:10_000]
    if _UNRENDERED.search(value):
        return ""
    # Some templates escape twice, others put a <br> into the title.
    value = html.unescape(html.unescape(value))
    value = " ".join(_TAG.sub(" ", value).replace("\xa0", " ").split())
    return "" if _NOTHING.match(value) else value
