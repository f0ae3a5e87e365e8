"""What the demo's sites serve beside their pages: pictures, attachments, style sheets, error pages."""

import base64
from dataclasses import dataclass

NOT_FOUND = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>页面不存在</title></head>
<body><h1>抱歉，您访问的页面不存在或已删除</h1><p><a href="/">返回首页</a></p></body></html>"""
CHALLENGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><meta id="demo" content="{qtdemo"></head>
<body><script>$_ts=window['$_ts']||{};$_ts.nsd=1;</script>请稍候，正在进行安全验证</body></html>"""
_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


@dataclass(frozen=True, slots=True)
class Static:
    kind: str
    body: bytes


_BY_SUFFIX = {
    "css": Static("text/css", b".wrap { width: 1200px; margin: 0 auto; }\n"),
    "js": Static("application/javascript", b"function createPageHTML() {}\n"),
    "png": Static("image/png", _PIXEL),
    "gif": Static("image/png", _PIXEL),
    "pdf": Static("application/pdf", _PDF),
    "doc": Static("application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
}


def static(path: str) -> Static | None:
    """The file at a path, by its suffix alone."""
    return _BY_SUFFIX.get(path.rpartition(".")[2])
