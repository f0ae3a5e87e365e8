"""Pathologies of the text of a page: how it is marked up, what stands in it, what stands around it."""

from collections.abc import Callable, Mapping
from html import escape

from kaigong.demo.web.family import local
from kaigong.demo.web.page import Parts

Oddity = Callable[[Parts], None]


def _divisions(parts: Parts) -> None:
    parts.body = "<div>" + "".join(f"　　{escape(text)}<br>" for text in parts.piece.paragraphs) + "</div>"


def _table(parts: Parts) -> None:
    rows = "".join(f"<tr><td>{escape(text)}</td></tr>" for text in parts.piece.paragraphs)
    parts.body = f'<table border="1" width="100%"><tbody>{rows}</tbody></table>'


def _preformatted(parts: Parts) -> None:
    parts.body = "<pre>" + "\n".join(escape(text) for text in parts.piece.paragraphs) + "</pre>"


def _nested_editor(parts: Parts) -> None:
    style = "<style>.TRS_Editor P{line-height:2;font-size:12pt;}</style>"
    parts.body = f'<div class="TRS_Editor">{style}<div class="TRS_Editor">{style}{parts.body}</div></div>'


def _markers(parts: Parts) -> None:
    parts.body = (
        '<!--<$[信息内容]>begin--><!--ZJEG_RSS.content.begin--><meta name="ContentStart">'
        f'{parts.body}<meta name="ContentEnd"><!--ZJEG_RSS.content.end--><!--<$[信息内容]>end-->'
    )


def _page_break(parts: Parts) -> None:
    """The pages of a long article, taken apart by a script in the browser."""
    parts.body = parts.body.replace("</p>", "</p>\n#PAGE_BREAK#\n", 1)


def _information_table(parts: Parts) -> None:
    """Two dates, of which the one in the national tags is right, and a summary that repeats the text."""
    piece = parts.piece
    made = local(piece.published.replace(day=1), "%Y年%m月%d日")
    rows = (
        ("索引号", "014318299/2026-00012", "分类", "综合政务"),
        ("发布机构", piece.source, "成文日期", made),
        ("文号", "连政办发〔2026〕12号", "发布日期", local(piece.published, "%Y-%m-%d")),
    )
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    wide = (("名称", piece.title), ("内容概述", piece.paragraphs[0]), ("时效", "有效"))
    cells += "".join(f'<tr><td>{name}</td><td colspan="3">{escape(text)}</td></tr>' for name, text in wide)
    parts.table = f'<table class="xxgk_table" width="100%">{cells}</table>'


def _headlines(parts: Parts) -> None:
    parts.heading = (
        '<h3 class="yinti">牢记嘱托 感恩奋进</h3>'
        f'<h2 class="zhuti">{escape(parts.piece.title)}</h2><h3 class="futi">——来自一线的报道</h3>'
    )


def _long_related(parts: Parts) -> None:
    others = [(f"/zt/{n}.html", f"相关专题报道第{n}篇：全市各地各部门扎实推进重点工作") for n in range(1, 40)]
    parts.related = parts.related + others


def _script_noise(parts: Parts) -> None:
    """The browser never shows this block: a script takes it away."""
    items = "".join(f"<p>相关推荐第{n}条，点击查看更多精彩内容。</p>" for n in range(1, 9))
    script = '<script>$("#recommend").remove()</script>'
    parts.noise = f'<div id="recommend" class="recommend"><h4>相关推荐</h4>{items}</div>{script}'


def _viewer(parts: Parts) -> None:
    """The document is shown in a frame; there is no link to it."""
    file = parts.piece.files[0]
    parts.files = (
        f'<iframe src="/pdfjs/web/viewer.html?file=/files/{file.token}/{file.name}" width="100%"></iframe>'
    )
    parts.body = ""


def _video(parts: Parts) -> None:
    parts.body = (
        '<video controls poster="/video/poster.jpg"><source src="/video/1.mp4" type="video/mp4"></video>'
    )


def _lazy_pictures(parts: Parts) -> None:
    parts.body += (
        '<p><img src="/images/spacer.gif" data-original="/pics/lazy.jpg">'
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></p>'
    )


def _tail(parts: Parts) -> None:
    parts.after_text = (
        "<p>扫一扫在手机打开当前页</p><p>【打印本页】【关闭窗口】</p>"
        '<p>上一篇：<a href="/a/1.html">没有了</a></p><p>下一篇：<a href="/a/2.html">没有了</a></p>'
    )


def _editors(parts: Parts) -> None:
    """How newspapers end: who wrote, who was on duty."""
    parts.after_text = "<p>总值班：陈一 曹二</p><p>责任编辑：宋三</p>"


BODY_ODDITIES: Mapping[str, Oddity] = {
    "text-in-divisions": _divisions,
    "text-in-table": _table,
    "text-preformatted": _preformatted,
    "nested-editor": _nested_editor,
    "comment-markers": _markers,
    "page-break": _page_break,
    "information-table": _information_table,
    "three-headlines": _headlines,
    "long-related": _long_related,
    "script-noise": _script_noise,
    "document-viewer": _viewer,
    "video-only": _video,
    "lazy-pictures": _lazy_pictures,
    "tail-in-text": _tail,
    "editors-in-text": _editors,
}
