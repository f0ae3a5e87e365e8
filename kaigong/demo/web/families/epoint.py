"""Epoint 新点: a page of templates whose records a REST service tells, asked for in JSON."""

import json
from http import HTTPStatus

from kaigong.demo.web.family import Family, data_response, html_response, json_response, local
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.page import Parts, related_block, share_bar
from kaigong.demo.web.pieces import Piece

_CATEGORY = "003006"
_SITE = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"


class Epoint(Family):
    entry = f"/dynamic/zwgk/govInfoPub.html?categorynum={_CATEGORY}"
    # The number of the first page.
    first = 0
    _service = "/EWB-FRONT/rest/lightfrontaction/getgovinfolist"

    def path(self, piece: Piece) -> str:
        return f"/zwgk/{_CATEGORY}/{local(piece.published, '%Y%m%d')}/{piece.token}.html"

    def listing(self, request: Request) -> Response | None:
        if request.path == "/dynamic/zwgk/govInfoPub.html":
            return self.list_page(self._shell())
        if request.path == "/js/webBuilderCommon.js":
            about = {"siteName": self.shelf.place.site, "siteGuid": _SITE, "projectName": "EWB-FRONT"}
            return data_response(f"var siteInfo = {json.dumps(about)};", "application/javascript")
        return self._list(request) if request.path == self._service else None

    def _shell(self) -> str:
        return (
            '<div class="ewb-list"><ul id="infolist"></ul><div id="pager"></div></div>\n'
            '<script id="list-tpl" type="text/template">{{~it.data:el}}<li><a href="<?=el.infourl?>">'
            "<?=el.realtitle?></a><span><?=el.infodate?></span></li>{{~}}</script>\n"
            '<script src="/js/webBuilderCommon.js"></script><script src="/js/govInfoPub.js"></script>'
        )

    def _list(self, request: Request) -> Response:
        try:
            asked = json.loads(request.body)
        except ValueError:
            asked = {}
        if request.method != "POST" or asked.get("siteGuid") != _SITE:
            return html_response("", HTTPStatus.INTERNAL_SERVER_ERROR)
        index, size = int(asked.get("pageIndex", 0)) - self.first, int(asked.get("pageSize", 20))
        if index < 0:
            return json_response({"custom": {"data": [], "total": 0}, "status": {"code": 0}})
        # Beyond the end some installations begin again.
        first = index * size if index * size < len(self.shelf.pieces) else 0
        rows = self.rows_of(self.shelf.window(first, first + size))
        data = [
            {
                "realtitle": row.title or row.text,
                "infourl": row.href,
                "infodate": row.date,
                "infoid": row.href[-40:-5],
            }
            for row in rows
        ]
        return json_response(
            {"custom": {"data": data, "total": len(self.shelf.pieces)}, "status": {"code": 1}}
        )

    def layout(self, parts: Parts) -> str:
        return (
            f'<div class="ewb-article">{parts.heading}<div class="ewb-info">{parts.line}</div>{parts.table}\n'
            f'<div id="ivs_content" class="ewb-zoom">{parts.before_text}{parts.body}{parts.files}{parts.after_text}'
            f"</div>{share_bar()}{related_block(parts)}{parts.noise}</div>"
        )
