"""Hanweb's 信息公开: a shell whose table comes from `search.jsp`, asked for with a form."""

from html import escape
from http import HTTPStatus

from kaigong.demo.web.families.jpage import Jpage
from kaigong.demo.web.family import html_response
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.rows import Row

_AREA = "014318299"


class Xxgk(Jpage):
    entry = "/col/col2651/index.html"
    search = "/module/xxgk/search.jsp"

    def listing(self, request: Request) -> Response | None:
        if request.path == self.entry:
            return self.list_page(self._shell())
        if request.path == self.search:
            return self._found(request)
        return None

    def _shell(self) -> str:
        return (
            f'<div id="tree"><script src="/module/xxgk/tree.jsp?area={_AREA}&standardXxgk=0"></script></div>\n'
            f"<div id=\"div_list\"></div><script>loadDynamic('{self.search}', "
            f"'infotypeId=&area={_AREA}&vc_title=&vc_number=&currpage=1');</script>"
        )

    def _found(self, request: Request) -> Response:
        asked = request.parameters
        if asked.get("area") != _AREA:
            return html_response("", HTTPStatus.INTERNAL_SERVER_ERROR)
        number = int(asked.get("currpage", "1"))
        # Beyond the end the last page comes again.
        shown = min(max(number, 1), self.shelf.pages)
        rows = "\n".join(self._tr(shown * 100 + n, row) for n, row in enumerate(self.rows(shown)))
        pages = self.shelf.pages
        return html_response(
            '<table class="table"><tr><th>索引号</th><th>信息名称</th><th>发文日期</th></tr>\n'
            f"{rows}</table><div>共{len(self.shelf.pieces)}条 第{shown}/{pages}页</div>"
        )

    def _tr(self, number: int, row: Row) -> str:
        title = escape(row.title or "")
        return (
            f'<tr class="tr_main_value_odd"><td>{_AREA}/{row.day:%Y}-{number:05}</td>'
            f'<td><a href="{escape(row.href)}" title="{title}" target="_blank">{row.text}</a></td>'
            f"<td>{row.date}</td></tr>"
        )
