"""Fields of detail pages, one deviation at a time; whole pages are in test_pages.py."""
# ruff: noqa: E501 - a line of markup stays one line

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.article import Extracted, extract
from crawler.listings import ListItem
from crawler.sources import Source
from wire.messages import MAX_TEXT_CHARS

ZONE = ZoneInfo("Asia/Shanghai")
URL = "http://www.example.gov.cn/yw/content/1.html"
BODY = "<div id='zoom'><p>三月五日，东港区电子材料产业园正式开工建设，计划明年投产。</p></div>"
FOOTER = "<div class=footer>主办单位：东港区人民政府 网站标识码：3200000001 苏ICP备00000001号</div>"
LIST = """<ul><li>索引号：<b>014/2026</b></li><li>发布机构：某局</li>
  <li>文号：某发〔2026〕8号</li><li>发布日期：2026-03-01</li></ul>"""
MENU = "<ul><li><a href=/a>首页</a></li><li><a href=/b>政务公开</a></li><li><a href=/c>办事服务</a></li></ul>"


def read(page: str, url: str = URL, **more: object) -> Extracted:
    return extract(page, url, zone=ZONE, **more)  # type: ignore[arg-type]


def source(**more: object) -> Source:
    base = {"id": "a-source", "name": "测试", "region": "320700", "url": "http://www.example.gov.cn/yw/"}
    return Source.model_validate(base | more)


def listed(title: str = "列表标题", published: datetime | None = None) -> ListItem:
    return ListItem(URL, title, published, "day" if published else "none")


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "null",
        "undefined",
        "<CMSPRO_DOCUMENT FIELD=TITLE>",
        "${article.title}",
        "{{title}}",
        "<%=t%>",
        "标题",
        "&nbsp;",
    ],
)
def test_a_meta_title_that_no_template_filled_in_is_not_used(value: str) -> None:
    page = f"<title>东港区项目开工_东港区</title><meta name=ArticleTitle content='{value}'><h1>东港区项目开工</h1>{BODY}"
    found = read(page)
    assert (found.title, found.provenance["title"]) == ("东港区项目开工", "heading")


def test_a_template_that_puts_the_site_in_place_of_the_title() -> None:
    metas = "<meta name=ArticleTitle content=东港区政府><meta name=SiteName content=东港区政府>"
    assert (
        read(f"<title>甲项目今日开工_东港区政府</title>{metas}<h2>甲项目今日开工</h2>{BODY}").title
        == "甲项目今日开工"
    )


def test_the_exact_spelling_of_a_meta_name_is_preferred() -> None:
    page = "<meta name=contentsource content=别处><meta name=ContentSource content=东港区政府办>" + BODY
    found = read(page)
    assert (found.publisher, found.provenance["publisher"]) == ("东港区政府办", "meta:ContentSource")
    assert read("<META CONTENT='东港区' NAME=CONTENTSOURCE>" + BODY).publisher == "东港区"


def test_a_title_broken_in_two_is_joined_as_the_head_joins_it() -> None:
    page = "<title>云汐产业园今日开工_东港日报</title><h1>云汐产业园<br>今日开工</h1>" + BODY
    assert read(page).title == "云汐产业园今日开工"
    assert read(page.replace("园今日", "园 今日", 1)).title == "云汐产业园 今日开工"


def test_a_title_copied_from_another_page_is_not_believed() -> None:
    page = f"<title>甲项目今日开工_东港区</title><meta name=ArticleTitle content=模板示例文章><h1>甲项目今日开工</h1>{BODY}"
    found = read(page)
    assert found.title == "甲项目今日开工"
    assert found.problems == ["the title in the meta tag occurs nowhere on the page"]


def test_title_from_head_or_list_as_last_resort() -> None:
    assert read(f"<title>东港区人民政府 要闻 甲项目今日正式开工</title>{BODY}").title.endswith(
        "甲项目今日正式开工"
    )
    assert read(f"<title>甲项目今日开工_要闻_东港区人民政府网</title>{BODY}").title == "甲项目今日开工"
    found = read(f"<title>东港区</title>{BODY}", listed=listed("甲项目今日开工"))
    assert (found.title, found.provenance["title"]) == ("甲项目今日开工", "list")
    # The words of a link may be somebody else's: the page itself comes first.
    found = read(f"<title>云汐产业园今日正式开工_东港区</title>{BODY}", listed=listed("点击查看全文"))
    assert (found.title, found.provenance["title"]) == ("云汐产业园今日正式开工", "title")


@pytest.mark.parametrize(
    ("meta", "line", "url", "expected", "how"),
    [
        ("2026-03-05 02:46", "发布时间：2026-03-05 14:46", URL, local(2026, 3, 5, 14, 46), "line:发布时间"),
        (
            "2026-03-05 02:46:31",
            "发布时间：2026-03-05 14:46",
            URL,
            local(2026, 3, 5, 14, 46),
            "line:发布时间",
        ),
        ("2026-03-05", "发布时间：2026-03-05 14:46", URL, local(2026, 3, 5, 14, 46), "line:发布时间"),
        ("2026-03-05 09:46", "发布时间：2026-03-05", URL, local(2026, 3, 5, 9, 46), "meta:PubDate"),
        ("2026-03-05 09:46", "更新时间：2026-03-09 10:00", URL, local(2026, 3, 5, 9, 46), "meta:PubDate"),
        ("2026-03-05 09:46", "", "http://a.cn/t20160912_1.htm", local(2016, 9, 12), "url"),
        (
            "2026-03-05 09:46",
            "日期：2016-09-12",
            "http://a.cn/t20160912_1.htm",
            local(2016, 9, 12),
            "line:日期",
        ),
        ("", "时间：2026-03-05 08:00 来源：甲", URL, local(2026, 3, 5, 8), "line:时间"),
        ("", "2026-03-05 08:00 来源：甲", URL, local(2026, 3, 5, 8), "line"),
        ("", "成文日期：2026-03-01", "http://a.cn/2026/0305/1.shtml", local(2026, 3, 5), "url"),
    ],
)
def test_the_meta_date_is_checked_against_the_page(
    meta: str, line: str, url: str, expected: datetime, how: str
) -> None:
    page = f"<meta name=Maketime content='2026-04-01 00:00:01'><meta name=PubDate content='{meta}'><p>{line}</p>{BODY}"
    found = read(page, url)
    assert (found.published, found.provenance["published"]) == (expected, how)
    assert found.published is not None
    assert found.published.tzinfo is UTC


@pytest.mark.parametrize(
    ("around", "expected", "how"),
    [
        ("<p>2026年3月5日 星期四 14:20　稿源：河州发布</p>", local(2026, 3, 5, 14, 20), "line"),
        (f"{LIST}<p>2026-03-01 14:20:00　来源：河州发布</p>", local(2026, 3, 1, 14, 20), "line"),
        ("<p>原创 金江观察 2026-03-05 08:30:10</p>", local(2026, 3, 5, 8, 30, 10), "line"),
        ("<p>最后更新: 2026-03-07 10:00:00</p><script>var a={pubtime: '2026-03-05 08:30'}</script>", local(2026, 3, 5, 8, 30), "script:pubtime"),
        ('<script type="application/ld+json">{"datePublished": "2026-03-05T08:30:00"}</script>', local(2026, 3, 5, 8, 30), "script:datePublished"),
    ],
)  # fmt: skip
def test_dates_of_portals(around: str, expected: datetime, how: str) -> None:
    found = read(around + BODY)
    assert (found.published, found.provenance["published"]) == (expected, how)


def test_a_date_inside_the_text_or_the_title_is_no_date_of_publication() -> None:
    page = "<h1>5月20日活动公告</h1><div id=zoom><p>时间：2026年3月5日9时，地点：东港。</p><p>正文内容。</p></div>"
    assert read(page).published is None
    assert read(page).published_precision == "none"
    assert read(page).text.startswith("时间：2026年3月5日9时")
    at = datetime(2026, 3, 1, tzinfo=UTC)
    assert read(page, listed=listed(published=at)).published == at


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("信息来源： 发布日期：2024-03-05 阅读次数：", None),
        ("来源：河州日报　发布时间：2024-03-05 08:07　浏览次数：3", "河州日报"),
        ("发布日期：2016-11-22  浏览次数：  信息来源：省发改委", "省发改委"),
        ("2018-09-25 13:03:00  来源:连网  1 听新闻", "连网"),
        ("文章来源：金江网 www.jinjiang.example 【字体：大 中 小】", "金江网"),
        ("发布时间：2012-10-15 08:23 金江网 www.jinjiang.example 【字体：放大 缩小 默认】", "金江网"),
        ("2012-10-15 08:23:11 河州日报", "河州日报"),
        ("稿源：河州发布 | 2012-10-15", "河州发布"),
        ("来源于：东区办事处", "东区办事处"),
        ("王明/河州青年报<p>2012-10-15 09:10", "河州青年报"),
    ],
)
def test_publisher_of_the_visible_line(line: str, publisher: str | None) -> None:
    assert read(f"<p>{line}</p>{BODY}").publisher == publisher


def test_own_site_is_named_by_the_source() -> None:
    page = f"<meta name=ContentSource content=本站>{BODY}"
    assert (
        read(page, source=source(source_aliases={"本站": "东港区人民政府网"})).publisher == "东港区人民政府网"
    )
    assert read(page).publisher == "本站"
    own = source(source_aliases={"本网": "东港区人民政府网"})
    assert read("<p>来源：本站原创</p>" + BODY, source=own).publisher == "东港区人民政府网"


def test_paragraphs_breaks_and_tables_keep_their_lines() -> None:
    body = """<div id=zoom>　　第一<b>段</b>，中间
      换行。<br>第二段&nbsp;A&amp;B<p>第三<span>段</span></p><pre>四\n五</pre>
      <table><tr><td>甲</td><td><p>乙</p><p>丙</p></td></tr></table>
      <table><tr><td><p>版面</p><p>表格</p></td></tr></table><ul><li>一</li><li>二</li></ul></div>"""
    assert read(body).text.split("\n") == [
        "第一段，中间换行。",
        "第二段 A&B",
        "第三段",
        *("四", "五"),
        "甲\t乙 丙",
        *("版面", "表格", "一", "二"),
    ]


def test_invisible_parts_and_tools_are_no_text() -> None:
    body = """<div id=zoom><script>var a</script><style>p{}</style><!-- 注释 --><p hidden>隐藏</p><p style="DISPLAY : none">藏</p>
      <div class="share-box">分享到微信</div><p>正\u200b文\x07在这里。</p><div class="print-btn">打印</div>
      <p>责任编辑：王明</p><p>扫一扫在手机打开当前页</p><p>【打印】【关闭】</p><p>上一篇：<a href=/1>甲</a></p></div>"""
    assert read(body).text == "正文在这里。"


def test_a_text_in_a_block_with_the_name_of_a_tool_is_text() -> None:
    assert read("<div id=zoom><div class=print>本周五停水。</div><i>王明</i></div>").text.startswith(
        "本周五停水。"
    )


def test_a_way_out_above_the_text_is_no_text() -> None:
    assert (
        read("<div id=zoom><p><a href=/t>点击进入专题>></a></p><p>项目今日开工。</p></div>").text
        == "项目今日开工。"
    )


@pytest.mark.parametrize(
    "line",
    [
        "2026年3月5日 星期四 13:47　稿源：港城发布",
        "稿源：港城发布 2026-03-05 13:47",
        "2026-03-05 13:47　来源：港城发布",
    ],
)
def test_headlines_above_the_line_of_origin_are_no_text(line: str) -> None:
    headlines = "<h3>强链补链在行动</h3><h1>产业园今日开工</h1><h3>——总投资五十亿元</h3>"
    text = "".join(
        f"<p>第{n}段：东港区电子材料产业园正式开工建设，总投资五十亿元，计划明年投产。</p>"
        for n in range(1, 6)
    )
    page = f"<title>产业园今日开工_东港</title><article><header>{headlines}<div class=byline>{line}</div></header><section>{text}</section></article>"
    found = read(page)
    assert (found.title, found.publisher, found.published) == (
        "产业园今日开工",
        "港城发布",
        local(2026, 3, 5, 13, 47),
    )
    assert found.text.startswith("第1段")


def test_a_number_above_the_title_of_a_document_is_text() -> None:
    page = "<title>关于申报的通知</title><div id=zoom><p>东发〔2026〕8号</p><p>关于申报的通知</p><p>各单位：</p><p>请申报。</p></div>"
    assert read(page).text == "东发〔2026〕8号\n各单位：\n请申报。"


def test_a_signature_is_text() -> None:
    body = "<div id=zoom><p>特此公告。</p><p>东港区人民政府</p><p>2026年3月5日</p></div>"
    assert read(body).text == "特此公告。\n东港区人民政府\n2026年3月5日"


@pytest.mark.parametrize("footer", ["苏ICP备12345678号", "网站标识码：3207000001", "苏公网安备 1号"])
def test_a_page_that_only_has_a_footer_has_no_text(footer: str) -> None:
    page = f"<h1>标题在这里</h1><div class=content><p>主办单位：东港区人民政府　地址：东港路一号　电话：0000</p><p>{footer}，版权所有，技术支持：某公司。</p></div>"
    found = read(page)
    assert found.text == ""
    assert "text" not in found.provenance
    assert found.problems == ["no text, attachment or image was found"]


def test_a_notice_may_name_who_holds_an_event() -> None:
    body = "<div class=content><p>展会将于四月举行，欢迎企业参加。主办单位：东港区人民政府。承办单位：东港区商务局，共有八十家企业报名。</p></div>"
    assert "主办单位：东港区人民政府" in read(body).text


def test_other_news_in_the_same_container_are_no_text() -> None:
    others = "".join(
        f"<h4><a href=/{n}.html>另一则新闻的标题第{n}号</a></h4><p>{'另一则新闻的摘要，某市某项目集中开工，' * 3}</p><i>2026-03-0{n}</i>"
        for n in range(1, 9)
    )
    paragraph = "东港区电子材料产业园今日开工，项目分两期建设，一期计划明年投产，达产后年产值十亿元。"
    text = (
        f"<div class=inner><p>各有关单位：</p><p>{paragraph}</p><p>{paragraph}</p><p>东港区商务局</p></div>"
    )
    page = f"<div class=content>{text}<p>分享：</p><p>为你推荐</p><div class=o>{others}</div></div>{FOOTER}"
    assert read(page).text == f"各有关单位：\n{paragraph}\n{paragraph}\n东港区商务局"


def test_the_last_row_of_a_table_and_a_date_in_digits_are_text() -> None:
    table = "<table><tr><td>年份</td><td>产值</td></tr><tr><td>2025</td><td>12.5</td></tr></table>"
    assert read(f"<div id=zoom>{table}</div>").text == "年份\t产值\n2025\t12.5"
    assert read("<div id=zoom><p>特此公告。</p><p>2026.3.5</p></div>").text == "特此公告。\n2026.3.5"


def test_a_list_of_attachments_at_the_end_is_no_text() -> None:
    files = "<p>附件：1.<a href=/1.doc>清单</a></p><p>　　2.<a href=/2.doc>申报表</a></p>"
    found = read(f"<div id=zoom><p>请按要求申报。</p>{files}</div>")
    assert (found.text, [one.name for one in found.attachments]) == ("请按要求申报。", ["清单", "申报表"])
    assert (
        read("<div id=zoom><p>请见附件。</p><p>附件：1. 清单</p></div>").text == "请见附件。\n附件：1. 清单"
    )


def test_a_broad_block_of_other_words_does_not_stand_for_the_text() -> None:
    contact = "<div class=cont><p>联系我们：东港区东港路甲十一号</p><p>邮政编码：222000，电子信箱：someone@example.cn</p></div>"
    text = "".join(
        f"<p>第{n}段：东港区电子材料产业园正式开工建设，总投资五十亿元，计划明年投产。</p>"
        for n in range(1, 21)
    )
    found = read(
        f"<h1>产业园开工</h1><div><div>{contact}</div></div><div><div class=q7>{text}</div></div>{FOOTER}"
    )
    assert (found.text.count("正式开工"), "联系我们" in found.text) == (20, False)


def test_a_known_container_that_swallowed_the_footer_is_cut_down_to_the_text() -> None:
    text = "".join(
        f"<p>第{n}段：东港区电子材料产业园正式开工建设，总投资五十亿元，计划明年投产。</p>"
        for n in range(1, 6)
    )
    rest = "<div><p>Copyright © 1996-2026 东港网 All Rights Reserved 版权所有</p><p>行业专区</p></div>"
    found = read(f"<div class=article-content><div>{text}</div>{rest}</div>")
    assert (found.text.count("正式开工"), "Copyright" in found.text) == (5, False)


@pytest.mark.parametrize(
    "tail", ["本文来源：东港日报 责任编辑：王明_N12", "评论（0）", "我要跟帖", "关键词 >> 开工,产业园"]
)
def test_tools_and_credits_of_portals_are_no_text(tail: str) -> None:
    assert read(f"<div id=zoom><p>产业园今日开工。</p><p>{tail}</p></div>").text == "产业园今日开工。"


def test_links_are_no_text() -> None:
    links = "".join(
        f"<li><a href='/{n}.html'>东港区召开第{n}次重点项目建设推进会议</a></li>" for n in range(20)
    )
    assert read(f"<div class=content><ul>{links}</ul></div>").text == ""


def test_selectors_of_the_source_come_first() -> None:
    page = f"<b class=t>自定标题</b><i class=d>2026/3/5</i><u class=s>自定来源</u><div class=b><p>自定正文</p><p class=x>去掉</p></div>{BODY}"
    detail = {"body": ".b", "title": ".t", "date": ".d", "source": ".s", "remove": [".x"]}
    found = read(page, source=source(detail=detail))
    assert (found.title, found.text, found.publisher) == ("自定标题", "自定正文", "自定来源")
    assert found.published == local(2026, 3, 5)
    assert found.provenance["text"] == "css:.b"


@pytest.mark.parametrize(
    ("html", "url", "name"),
    [
        ("<a href='./P020260305.pdf'>实施方案</a>", "http://www.example.gov.cn/yw/content/P020260305.pdf", "实施方案"),
        ("<a href='/a.wps' title='表格'></a>", "http://www.example.gov.cn/a.wps", "表格"),
        ("<a href='/d/downfile.jsp?showname=%E8%A1%A8.doc&filename=9.doc'></a>", "http://www.example.gov.cn/d/downfile.jsp?showname=%E8%A1%A8.doc&filename=9.doc", "表.doc"),
        ("<a href='/d/downfile.jsp?showname=%B9%AB%CA%BE.doc&filename=9.doc'>点击下载</a>", "http://www.example.gov.cn/d/downfile.jsp?showname=%B9%AB%CA%BE.doc&filename=9.doc", "公示.doc"),
        ("<a href='/d/downfile.jsp?showname=%25E8%25A1%25A8.doc&filename=9.doc'>附件1</a>", "http://www.example.gov.cn/d/downfile.jsp?showname=%25E8%25A1%25A8.doc&filename=9.doc", "表.doc"),
        ("<a href='/d/downfile.jsp?showname=项目申报表.xls&filename=9.xls'>附件：项目申报表</a>", "http://www.example.gov.cn/d/downfile.jsp?showname=项目申报表.xls&filename=9.xls", "项目申报表.xls"),
        ("<a href='/P020260305.ofd'>附件2</a>", "http://www.example.gov.cn/P020260305.ofd", "附件2"),
        ("<embed src='/a/b.PDF'>", "http://www.example.gov.cn/a/b.PDF", "b.PDF"),
        ("<div id=pdfshow data-value='/up/c.pdf'></div>", "http://www.example.gov.cn/up/c.pdf", "c.pdf"),
        ("<iframe src='/pdfjs/viewer.html?file=%2Fup%2Fd.pdf'></iframe>", "http://www.example.gov.cn/up/d.pdf", "d.pdf"),
    ],
)  # fmt: skip
def test_attachments(html: str, url: str, name: str) -> None:
    (attachment,) = read(f"<div id=zoom><p>请见附件所列内容。</p>{html}</div>").attachments
    assert (attachment.url, attachment.name) == (url, name)


@pytest.mark.parametrize(
    ("block", "files"),
    [
        ("<ul class=filelist><li><a href=/1.xlsx>清单</a></li></ul>", ["清单"]),
        ("<p>附件：<a href=/1.xlsx>清单</a></p>", ["清单"]),
        ("<p><a href=/1.xlsx>清单.xlsx</a></p>", ["清单.xlsx"]),
        ("<ul class=related><li><a href=/1.pdf>另一件事的解读</a></li></ul>", []),
        ("<div class=links><a href=/app.zip>客户端</a></div>", []),
    ],
)
def test_files_behind_the_text(block: str, files: list[str]) -> None:
    page = f"<h1>标题在这里</h1><div><div id=zoom><p>请按要求申报。</p></div></div>{block}{FOOTER}"
    assert [one.name for one in read(page).attachments] == files


def test_files_behind_a_text_in_an_unknown_block() -> None:
    text = "".join(
        f"<p>第{n}段：东港区电子材料产业园正式开工建设，总投资五十亿元，计划明年投产。</p>"
        for n in range(1, 6)
    )
    block = "<ul class=filelist><li><a href=/1.xlsx>清单</a></li></ul>"
    found = read(
        f"<title>标题在这里</title><div><h1>标题在这里</h1><div class=u8>{text}</div>{block}</div>{FOOTER}"
    )
    assert (found.provenance["text"], [one.name for one in found.attachments]) == ("readability", ["清单"])


def test_links_of_a_page_without_an_address_refer_to_what_it_says_of_itself() -> None:
    canonical = "<link rel=canonical href=http://www.example.gov.cn/yw/1.html>"
    found = read(f"{canonical}<div id=zoom><p>见附件。</p><a href=./1.pdf>表.pdf</a></div>", url="")
    assert [one.url for one in found.attachments] == ["http://www.example.gov.cn/yw/1.pdf"]


def test_pictures() -> None:
    body = """<div id=zoom><p>图片如下。</p><img src="./W1.jpg"><img data-original=/2.png src=/images/loading.gif><img _src="3.jpg">
      <img src="data:image/png;base64,xx"><img src=/icon/pdf.gif><img src=/4.jpg width=16 height=16><img src="./W1.jpg"></div>"""
    base = "http://www.example.gov.cn/"
    assert read(body).images == [f"{base}yw/content/W1.jpg", f"{base}2.png", f"{base}yw/content/3.jpg"]


def test_pictures_that_lead_to_other_pages_are_not_of_a_broad_container() -> None:
    text = "".join(
        f"<p>第{n}段：东港区电子材料产业园正式开工建设，总投资五十亿元，计划明年投产。</p>"
        for n in range(1, 6)
    )
    others = "".join(
        f"<div><a href=/{n}.html><img src=/o{n}.jpg>另一则新闻的标题</a></div>" for n in range(5)
    )
    found = read(f"<div class=content><div>{text}<p><img src=/1.jpg></p></div><h3>更多</h3>{others}</div>")
    assert found.images == ["http://www.example.gov.cn/1.jpg"]


def test_a_text_over_the_limit_is_cut() -> None:
    found = read(f"<div id=zoom><p>{'文' * (MAX_TEXT_CHARS + 5)}</p></div>")
    assert found.truncated
    assert len(found.text) == MAX_TEXT_CHARS


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("因管道检修，3月5日8时至18时，正东路停水。", "因管道检修，3月5日8时至18时，正东路停水。"),
        ("<p><img src=/1.jpg></p>", ""),
        ("<p><a href=/1.pdf>停水通知.pdf</a></p>", ""),
    ],
)
def test_the_smallest_notice_is_found_below_its_title_in_an_unknown_template(inside: str, text: str) -> None:
    page = f"<title>停水通知</title>{MENU}<div class=w><h2>停水通知</h2><div class=q>{inside}</div></div>{FOOTER}"
    found = read(page)
    assert found.text == text
    assert len(found.images) + len(found.attachments) == (0 if text else 1)


PAIRS = """<dl><dt>索引号</dt><dd>014/2026</dd><dt>发布机构</dt><dd>某局</dd>
  <dt>文号</dt><dd>某发〔2026〕8号</dd><dt>发布日期</dt><dd>2026-03-01</dd></dl>"""
TABLE = """<table><tr><td>索引号<td>014/2026<td>发布机构<td>某局</tr><tr><td>文号<td>某发〔2026〕8号</tr>
  <tr><td>发布日期<td>2026-03-01</tr><tr><td>关键词<td></td></tr></table>"""


@pytest.mark.parametrize("table", [LIST, PAIRS, TABLE], ids=["list", "pairs", "table"])
def test_an_information_table_is_fields_not_text(table: str) -> None:
    found = read(f"<div id=zoom>{table}<p>各单位：</p><p>请加强管理。</p></div>")
    assert found.text == "各单位：\n请加强管理。"
    assert (found.publisher, found.doc_no, found.published) == ("某局", "某发〔2026〕8号", local(2026, 3, 1))


def test_a_picture_alone_is_not_replaced_by_the_words_around_it() -> None:
    around = "<p>东港区人民政府办公室主办的栏目，欢迎广大市民朋友和企业提出意见建议，谢谢支持。</p>"
    found = read(f"<div class=content>{around}<div id=zoom><img src=/1.jpg></div></div>")
    assert (found.text, len(found.images)) == ("", 1)


def test_a_tag_in_a_meta_title_is_no_space_where_the_page_has_none() -> None:
    page = f"<meta name=ArticleTitle content='港城启动<br>营商环境评议&nbsp;'><h1>港城启动营商环境评议</h1>{BODY}"
    assert read(page).title == "港城启动营商环境评议"


def test_a_logo_is_no_title() -> None:
    head = "<title>甲项目今日开工_要闻_东港在线新闻中心</title>"
    page = f"{head}<h1>东港在线新闻中心</h1><h2 class=title>甲项目今日开工</h2>{BODY}"
    assert read(page).title == "甲项目今日开工"


@pytest.mark.parametrize(
    "player",
    [
        "<video poster=/p.jpg><source src=/v/1.mp4></video>",
        "<embed src=/v/1.mp4>",
        "<iframe src='https://v.qq.com/txp/iframe/player.html?vid=1'></iframe>",
    ],
)
def test_a_film_alone_is_an_article(player: str) -> None:
    found = read(f"<h1>视频：东港区两会开幕</h1><div id=zoom>{player}</div>{FOOTER}")
    assert (found.text, len(found.videos), found.is_empty) == ("", 1, False)
    assert read("<h1>视频：东港区两会开幕</h1><div id=zoom></div>").is_empty
