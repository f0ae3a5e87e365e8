"""RSS, Atom and sitemaps: the list is XML, the articles are plain pages."""

from email.utils import format_datetime
from html import escape

from kaigong.demo.web.families.portal import Portal
from kaigong.demo.web.family import data_response, local
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.pieces import Piece


class Rss(Portal):
    entry = "/rss/news.xml"
    charset = "utf-8"

    def listing(self, request: Request) -> Response | None:
        if request.path != self.entry:
            return None
        items = "".join(self._item(piece) for piece in self.shelf.pieces)
        return data_response(
            f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{self.shelf.place.site}</title>'
            f"<link>{self.shelf.place.address}/</link>{items}</channel></rss>",
            "application/rss+xml",
        )

    def _item(self, piece: Piece) -> str:
        return (
            f"<item><title><![CDATA[{piece.title}]]></title><link>{escape(self.address(piece))}</link>"
            f"<description>{escape(piece.paragraphs[0][:30])}</description>"
            f"<pubDate>{format_datetime(piece.published)}</pubDate></item>"
        )


class Atom(Rss):
    entry = "/atom.xml"

    def listing(self, request: Request) -> Response | None:
        if request.path != self.entry:
            return None
        entries = "".join(self._item(piece) for piece in self.shelf.pieces)
        return data_response(
            f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
            f"<title>{self.shelf.place.site}</title><id>urn:site</id>{entries}</feed>",
            "application/atom+xml",
        )

    def _item(self, piece: Piece) -> str:
        moment = piece.published.isoformat()
        return (
            f'<entry><title>{piece.title}</title><link rel="alternate" href="{escape(self.path(piece))}"/>'
            f"<id>{piece.token}</id><published>{moment}</published><updated>{moment}</updated></entry>"
        )


class Sitemap(Rss):
    """An index with one map for each page of articles."""

    entry = "/sitemap.xml"

    def listing(self, request: Request) -> Response | None:
        space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        if request.path == self.entry:
            maps = "".join(
                f"<sitemap><loc>{self.shelf.place.address}/sitemap-{n}.xml</loc></sitemap>"
                for n in range(1, self.shelf.pages + 1)
            )
            return data_response(
                f'<?xml version="1.0" encoding="UTF-8"?><sitemapindex {space}>{maps}</sitemapindex>',
                "text/xml",
            )
        for number in range(1, self.shelf.pages + 1):
            if request.path == f"/sitemap-{number}.xml":
                urls = "".join(self._item(piece) for piece in self.shelf.page(number))
                return data_response(
                    f'<?xml version="1.0" encoding="UTF-8"?><urlset {space}>{urls}</urlset>', "text/xml"
                )
        return None

    def _item(self, piece: Piece) -> str:
        day = local(piece.published, "%Y-%m-%d")
        return f"<url><loc>{escape(self.address(piece))}</loc><lastmod>{day}</lastmod></url>"
