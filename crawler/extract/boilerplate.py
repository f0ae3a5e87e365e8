"""What stands around a text inside its own container: repeated title, line of origin, tools, links."""

import re

from crawler.extract.dom import Element
from crawler.extract.render import Line

_TOOL = (
    "(?:打印(?:本页|此页|正文)?|关闭(?:窗口|本页|页面)?|分享(?:到)?|收藏|返回(?:顶部|首页|列表)?|我要纠错|纠错|下载|复制链接"
    "|微信|微博|新浪微博|QQ空间|朋友圈|听新闻|点赞|转发|举报|投诉|我要(?:反馈|跟帖|评论)|(?:查看|全部|发表)?评论(?:[(（]\\d*[)）])?"
    "|展开全文|阅读全文|查看更多|更多|已输入\\d+字)"
)
_EDITOR = (
    "(?:责任编辑|责编|本文编辑|编辑|编审|审核|初审|复审|终审|审校|校对|总值班|值班主任|值班编辑|监制|录入|信息录入人"
    "|供稿|(?:信息|文章|稿件|本文)?来源|关键词|新闻报料|转载请注明|浏览次数|阅读次数|访问量|点击数)"
)
_TAIL = re.compile(
    rf"[\W_]*{_TOOL}(?:[\W_]+{_TOOL})*[\W_]*"
    r"|.{0,12}(?:扫一扫|扫描二维码|扫码).{0,30}"
    r"|分享[到至给].{0,60}"
    r"|[\W_]*[上下]一[篇条页](?:[\W_].*)?"
    rf"|[\W_]*{_EDITOR}\s*(?:[:：|丨／/]|>>).{{0,60}}"
    r"|[\W_]*(?:免责声明|版权声明|特别声明|声明)[:：\s].*|.{0,12}(?:以上内容|本文).{0,20}版权归.{0,60}"
    r"|[\W\d_]{1,40}|[\W_]*(?:字体|字号)\s*[:：\[].{0,30}|[-—=*\s]{3,}",
    re.DOTALL,
)
_RELATED = re.compile(
    r"[\W_]*(?:相关|延伸|推荐|更多|热点|热门|最新)(?:链接|阅读|新闻|报道|文章|信息|稿件|推荐|内容|政策|解读|文件|附件|资讯)+[\W_]*"
    r"|[\W_]*(?:政策解读|推荐阅读|猜你喜欢|为[您你]推荐)[\W_]*"
)
_ORIGIN_LABEL = re.compile(
    r"(?:发布|发表|刊发|上传|公开)(?:时间|日期)\s*[:：]|(?:(?:信息|文章|稿件|新闻)?来源|稿源|出处)\s*[:：]|(?:浏览|阅读|访问|点击)(?:次数|量|数)?\s*[:：]"
    r"|(?:最后)?更新(?:时间|日期)?\s*[:：]|(?:字体|字号)\s*[:：]|【字体|\[字体|【大|发布(?:机构|单位|人)\s*[:：]"
)
_WEAK_LABEL = re.compile(r"^\W*(?:时间|日期|作者|编辑|责任编辑)\s*[:：]")
_DATE_ONLY = re.compile(
    r"[\W_]*(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?[\W_]*"
)
_BEGINS_WITH_DATE = re.compile(
    rf"{_DATE_ONLY.pattern}$|\W*(?:19|20)\d{{2}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}\s+\d{{1,2}}:\d{{2}}"
    r"|\W*(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*(?:星期|周).\s*\d{1,2}:\d{2}"
)
_CRUMBS = re.compile(r"\W*您?(?:当前|现在)?(?:所在)?的?位置\s*[:：>]|\W*首页\s*[>›»＞/]")
_HEAD_LINES = 10
_LONGEST_ORIGIN = 160
_LONGEST_MASTHEAD = 5
_LONGEST_SUBTITLE = 60
_NOISE_CLASS = re.compile(
    r"(?:^|\s)(?:[a-z]+[-_])?(?:share|bdshare\w*|bshare\w*|jiathis\w*|social|print|toolbar|tools?|crumbs?|breadcrumbs?|position|dqwz"
    r"|weizhi|related|relate|xgyd|xgwz|xgxw|xglj|xgzx|recommend|tuijian|hotnews|pagination|pager|prevnext|comments?|pinglun"
    r"|qrcode|erweima|ewm|saoyisao|copyright|footer|foot|sidebar|fontsize|font[-_]size|nav|navbar|menu|advert|ads?)"
    r"(?:[-_]?(?:box|bar|btn|button|list|wrap|news|links?|tools?|left|right|\d+))*(?=\s|$)",
    re.IGNORECASE,
)
_ENUMERATION = re.compile(
    r"^\W*附件\s*[\d一二三四五六七八九十]*\s*[:：.、]?\s*(?:\d{1,2}\s*[.、．]\s*)?|^\d{1,2}\s*[.、．]\s*"
)
_NOISE_LIMIT = 300
_FOOTER_LINES = 8
_LONGEST_FOOTER = 120
_LONGEST_TAIL = 400
# Strong: only a footer says this. Weak: a notice of an event names its 主办单位 too.
_FOOTER = re.compile(
    r"ICP[备证]|网站标识码|公网安备|(?:Copyright|©).{0,80}(?:版权所有|All Rights Reserved|Corporation)",
    re.IGNORECASE,
)
_WEAK_FOOTER = re.compile(r"主办单位|版权所有")
_FOOTER_COMPANY = re.compile(
    r"技术支持|网站地图|版权所有.{0,60}主办|备案号|联系我们|承办单位.{0,80}(?:电话|地址)", re.DOTALL
)


def noise_in(root: Element) -> set[Element]:
    """Blocks inside a text that say by their name that they are tools, paths or links to other articles."""
    noise = set(root.iterdescendants("nav", "footer"))
    named = [
        element
        for element in root.iterdescendants()
        if (name := _name_of(element)) and _NOISE_CLASS.search(name)
    ]
    if named:
        sizes = _sizes(root)
        # An element with a long text of its own, or with most of the text, is the article whatever its name.
        limit = min(_NOISE_LIMIT, sizes[root][0] / 2)
        for element in named:
            size, linked = sizes[element]
            if size <= limit or linked > size / 2:
                noise.add(element)
    return noise


def _name_of(element: Element) -> str:
    class_, id_ = element.get("class"), element.get("id")
    return f"{(class_ or '')[:300]} {(id_ or '')[:100]}".strip() if class_ or id_ else ""


def _sizes(root: Element) -> dict[Element, tuple[int, int]]:
    """Element → number of its characters, and of those in links; in one pass from the leaves up."""
    sizes: dict[Element, tuple[int, int]] = {}
    for element in reversed(list(root.iter("*"))):
        size, linked = sizes.get(element, (0, 0))
        size += len((element.text or "").strip())
        if element.tag == "a":
            linked = size
        sizes[element] = size, linked
        parent = element.getparent()
        if parent is not None and element is not root:
            above, above_linked = sizes.get(parent, (0, 0))
            sizes[parent] = above + size + len((element.tail or "").strip()), above_linked + linked
    return sizes


def is_origin_line(text: str) -> bool:
    """A line like 发布时间：… 来源：… 浏览次数：…"""
    if len(text) > _LONGEST_ORIGIN:
        return False
    return bool(_ORIGIN_LABEL.search(text[:60]) or (_WEAK_LABEL.match(text) and _ORIGIN_LABEL.search(text)))


def without_head(lines: list[Line], title: str) -> list[Line]:
    """Drop the path, the title and the line of origin from the top of a text."""
    wanted = "".join(title.split())
    lines = _below_masthead(lines, wanted)
    kept: list[Line] = []
    for number, line in enumerate(lines):
        compact = "".join(line.text.split())
        is_head = number < _HEAD_LINES and (
            compact == wanted
            or _CRUMBS.match(line.text)
            or is_origin_line(line.text)
            # Further down a date stands under a signature.
            or (not kept and len(line.text) < 60 and _BEGINS_WITH_DATE.match(line.text))
            # 点击进入专题>> and other ways out of the article.
            or (not kept and line.is_links)
        )
        if not is_head:
            kept.append(line)
    return kept


def _below_masthead(lines: list[Line], title: str) -> list[Line]:
    """Drop everything down to a line of origin that follows the title: between them stand 引题 and 副题."""
    texts = [line.text for line in lines[:_HEAD_LINES]]
    titled = next((n for n, text in enumerate(texts) if title and "".join(text.split()) == title), None)
    if titled is None:
        return lines
    for number in range(titled + 1, min(titled + _LONGEST_MASTHEAD, len(texts))):
        if len(texts[number]) > _LONGEST_SUBTITLE and not is_origin_line(texts[number]):
            break
        if is_origin_line(texts[number]) or _BEGINS_WITH_DATE.match(texts[number]):
            return (
                lines[number + 1 :]
                if all(len(text) <= _LONGEST_SUBTITLE for text in texts[:titled])
                else lines
            )
    return lines


def without_tail(lines: list[Line], attachment_names: set[str]) -> list[Line]:
    """Drop links to other articles, tools, editors and a bare list of attachments from the end of a text."""
    kept = _without_related(lines)
    while kept and _is_tail(kept[-1], attachment_names):
        kept.pop()
    return kept


def before_footer(lines: list[Line]) -> list[Line]:
    """Cut at a line like 版权所有 … ICP备 near the end; news may be about such numbers, too."""
    for number in range(max(1, len(lines) - _FOOTER_LINES), len(lines)):
        if len(lines[number].text) < _LONGEST_FOOTER and _FOOTER.search(lines[number].text):
            return lines[:number]
    return lines


def _without_related(lines: list[Line]) -> list[Line]:
    """Cut at the first heading like 相关阅读 behind which only links and tools follow."""
    start = len(lines)
    while start and is_beside(lines[start - 1]):
        start -= 1
    cut = next((n for n in range(start, len(lines)) if _RELATED.fullmatch(lines[n].text)), len(lines))
    return lines[:cut]


def before_recommendations(lines: list[Line]) -> list[Line]:
    """Cut a broad container at a heading like 为您推荐 with a link under it, whatever else follows."""
    for number, line in enumerate(lines):
        if _RELATED.fullmatch(line.text[:_LONGEST_TAIL]) and any(
            other.is_links for other in lines[number + 1 : number + 3]
        ):
            return lines[:number]
    return lines


def is_beside(line: Line) -> bool:
    """Whether a line is a link, a tool or the heading of links: nothing of the article's own."""
    if line.is_links:
        return True
    return len(line.text) < _LONGEST_TAIL and any(
        pattern.fullmatch(line.text) for pattern in (_RELATED, _TAIL, _DATE_ONLY)
    )


def _is_tail(line: Line, attachment_names: set[str]) -> bool:
    if line.row or len(line.text) > _LONGEST_TAIL or _DATE_ONLY.fullmatch(line.text):
        return False
    text = _ENUMERATION.sub("", line.text).strip()
    if {text, line.text} & attachment_names or (line.is_links and not text):
        return True
    return line.text.strip(" :：") in ("附件", "相关附件", "附件下载") or bool(_TAIL.fullmatch(line.text))


def smells_of_footer(text: str) -> bool:
    if _FOOTER.search(text):
        return True
    return bool(_WEAK_FOOTER.search(text) and _FOOTER_COMPANY.search(text))
