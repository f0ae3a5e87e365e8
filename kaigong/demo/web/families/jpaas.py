"""Hanweb JPAAS: the column page is a shell, its units come from a gateway as JSON that carries HTML."""

import json
from html import escape
from urllib.parse import parse_qs

from kaigong.demo.web.family import Family, json_response, local
from kaigong.demo.web.loopback import Request, Response
from kaigong.demo.web.page import Parts, related_block, share_bar
from kaigong.demo.web.pieces import File, Piece

_UNIT_URL = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_WEB, _SET, _PAGE = "8d82" * 8, "2097" * 8, "ca51" * 8


class Jpaas(Family):
    entry = "/zfxxgk/fdzdgknr/bmwj/index.html"
    list_tag = "右侧内容列表"

    def path(self, piece: Piece) -> str:
        # After a change of versions both forms of an address stand in one list.
        if piece.number % 4 == 0:
            day = piece.published
            return (
                f"/art/{local(day, '%Y')}/{int(local(day, '%m'))}/{int(local(day, '%d'))}"
                f"/art_1621004_{30_000_000 + int(piece.token[:5], 16)}.html"
            )
        return f"/zfxxgk/fdzdgknr/bmwj/art/{local(piece.published, '%Y')}/art_{piece.token}.html"

    def file_href(self, piece: Piece, file: File) -> str:  # noqa: ARG002
        return (
            f"/api-gateway/jpaas-web-server/front/document/download?fileUrl={file.token}&fileName={file.name}"
        )

    @property
    def _parse_type(self) -> str:
        return "bulidstatic" if "misspelt-parse-type" in self.shelf.oddities else "buildstatic"

    def listing(self, request: Request) -> Response | None:
        if request.path == self.entry:
            return self.list_page(self._unit("nav1", "导航") + self._unit("list1", self.list_tag))
        if request.path == _UNIT_URL:
            return self._build(request)
        return None

    def _unit(self, name: str, tag: str) -> str:
        query = (
            f"{{'parseType':'{self._parse_type}','webId':'{_WEB}','tplSetId':'{_SET}','pageType':'column',"
            f"'tagId':'{tag}','editType':'null','pageId':'{_PAGE}'}}"
        )
        return (
            f'<div><script id="{name}" src="/cms_files/default/script/AuthorizedRead/unitbuild.js?v=3.1.3-GXB" '
            f'webId="{_WEB}" parseType="{self._parse_type}" url="{_UNIT_URL}" queryData="{query}"></script></div>\n'
        )

    def _build(self, request: Request) -> Response:
        # Percent-encoded in GBK the tag is another one, and there is no such unit.
        asked = {name: values[-1] for name, values in parse_qs(request.query, keep_blank_values=True).items()}
        tag = asked.get("tagId")
        right = asked.get("parseType") == self._parse_type and asked.get("webId") == _WEB
        if not right or tag not in ("导航", self.list_tag):
            return json_response({"success": False, "code": "500", "message": "没有该单元", "data": None})
        if tag == "导航":
            return _data('<ul class="nav2"><li><a href="/zfxxgk/index.html" title="首页">首页</a></li></ul>')
        # A bare `pageNo` is ignored.
        page = json.loads(asked.get("paramJson") or "{}")
        return _data(self._html(int(page.get("pageNo", 1))))

    def _html(self, number: int) -> str:
        rows = "".join(f"<li>{row.anchor()}<span>{row.date}</span></li>" for row in self.rows(number))
        return (
            f'<ul class="list">{rows}</ul><div class="pagination" rows="{self.shelf.per_page}" '
            f'count="{len(self.shelf.pieces)}" pageNo="{number}"></div>'
        )

    def layout(self, parts: Parts) -> str:
        return (
            f'<div class="neirong-box">{parts.heading}<div class="xx">{parts.line}</div>{parts.table}\n'
            f'<div class="bt-content zoom jpaas-ai-content">{parts.before_text}{parts.body}{parts.files}'
            f"{parts.after_text}</div>{share_bar()}{related_block(parts)}{parts.noise}</div>"
        )

    def file_links(self, piece: Piece) -> str:
        return "\n".join(
            f'<p><a href="{escape(self.file_href(piece, file))}">{escape(file.name)}</a></p>'
            for file in piece.files
        )


def _data(html: str) -> Response:
    return json_response({"success": True, "code": "200", "data": {"html": html}})
