"""The pages of the demo's sites, one set of templates for each family."""

from datetime import datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from kaigong.demo.addresses import article_path, attachment_path, list_path
from kaigong.demo.markup import ZONE
from kaigong.demo.model import DemoArticle
from kaigong.demo.sites import Column, Site


class Renderer:
    def __init__(self) -> None:
        self._templates = Environment(
            loader=PackageLoader("kaigong.demo", "pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["local"] = _local

    def home(self, site: Site) -> str:
        return self._page("home.html", site, title=site.name)

    def list_page(self, site: Site, column: Column, shown: list[DemoArticle], number: int) -> str:
        """Page `number` of the list of all `shown` articles; empty beyond the last page."""
        first = (number - 1) * column.page_size
        return self._page(
            f"{site.family}_list.html",
            site,
            title=column.name,
            column=column,
            number=number,
            pages=max(1, -(-len(shown) // column.page_size)),
            total=len(shown),
            rows=shown[first : first + column.page_size],
        )

    def article_page(self, site: Site, article: DemoArticle, related: list[DemoArticle]) -> str:
        return self._page(
            f"{site.family}_article.html",
            site,
            title=article.title,
            column=site.column(article.column),
            article=article,
            related=related,
            pub_date=_pub_date(site, article.published),
        )

    def _page(self, template: str, site: Site, **values: Any) -> str:
        return self._templates.get_template(template).render(
            site=site,
            home=[(column.name, list_path(site, column)) for column in site.columns],
            path_of=lambda article: article_path(site, article),
            file_of=lambda article, name: attachment_path(site, article, name),
            **values,
        )


def _local(moment: datetime, form: str) -> str:
    return moment.astimezone(ZONE).strftime(form)


def _pub_date(site: Site, published: datetime) -> str:
    """What the site's template writes into `PubDate`; the visible line is always right."""
    forms = {
        "label": "%Y-%m-%d %H:%M:%S",
        "onclick": "%Y.%m.%d",
        # A common mistake of template authors: twelve hours where twenty-four are meant.
        "twelve-hours": "%Y-%m-%d %I:%M",
    }
    return _local(published, forms.get(site.style, "%Y-%m-%d %H:%M"))
