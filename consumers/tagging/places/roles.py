"""What a place is in its sentence: a site, a seat, an origin, a meeting place or a publisher's. Pure."""

import re

import rjieba

from wire.messages import PlaceRole

_DATELINE = re.compile(r"\d{1,2}月\d{1,2}日[电讯]|[电讯]\s?[(\d]|电\s|\((?:本报)?记者[^)]{0,20}\)\s?[电讯]")
_DATELINE_LEAD = re.compile(r"(?:新华社|中新社|中新网|人民网|新华网|中国网|本报)[^讯,。]{0,2}\Z")
_BYLINE = re.compile(r"[^】\]]{0,6}[讯电】\]]")  # 【连云潮讯】, behind an opening bracket
_PUBLISHER = re.compile(
    r"(?:市|区|县|省)?(?:人民政府)?(?:发布(?![一-鿿]|\d)|发布(?=公众号|微信|客户端|消息)|融媒体?|广电|广播电视|新闻网|电视台|政府网|政府门户网站|日报|晚报|晨报|青年报|商报|时报|都市报|卫视|新闻传媒|传媒集团)"
)
_SOURCE_LEAD = re.compile(r"(?:来源|供稿|发布机构|发布单位|信息来源)[::]\s?[^\s,。;]{0,8}\Z")
# 上海均和集团 says where a company comes from, 海州区与均和集团 does not.
_NAME_CHAR = r"(?:(?![与和由在的及将对为了至到向从并召举落赴参签考走调企])[一-鿿a-z0-9]|和(?=集团|股份|有限))"
_ORGANISATION = re.compile(_NAME_CHAR + r"{2,14}?(?:有限公司|有限责任公司|股份公司)")
_BRACKETED = re.compile(r"\)" + _NAME_CHAR + r"{0,12}?(?:有限公司|有限责任公司|股份公司)")
_GROUP = re.compile(_NAME_CHAR + r"{2,6}?(?:集团|股份|公司)(?!军)")
# 深圳禾玮数控: a brand by two letters that are no word, with its trade; 徐圩石化基地 is a place.
_BRAND = re.compile(
    r"(?P<name>[一-鿿](?<![的和与及])[一-鿿](?<!的))(?:科技|数控|医疗|医药|药业|生物|制药|电子|智能|新材|能源|电气|机械|重工|装备|精密|光电|半导体|软件|化工|"
    r"食品|纺织|汽车|环保|物流|实业|控股|资本)(?![^,。;、]{0,6}(?:[园城区港镇岛]|基地))"
)
# 上海建工, 兰州局集团: called by what they do, without a legal form.
_CALLED = re.compile(
    r"(?:[一-鿿]{0,2}(?:设计院|规划院|勘察院|勘测院|研究总院|局集团)|建工|城建|城投|建投|交投|国投|产投|文旅投|铁路局)"
    r"(?!设|[^,。;]{0,4}(?:规划|方案|档案|部门))"
)
# 亮相西安丝博会
_FAIR_LEAD = ("亮相", "参展", "参加", "出席", "登陆", "组团", "走进", "赴")
_FAIR = re.compile(r"[^,。;、]{0,8}?(?:博会|博览会|交易会|洽谈会|展销会|展览会|年会|峰会|论坛)")
_SHOW = re.compile("市?(?:推介|招商|对接)(?:会|周|活动|专场)(?!议室)")
_SEAT_LEAD = re.compile(r"总部(?:位于|设在|设于|坐落于?|地处|在(?!建)|仍在|留在|仍留)[^,。;]{0,6}\Z")
_ORIGIN_LEAD = re.compile(r"(?:来自|源自|原籍|祖籍)[^,。;的]{0,12}\Z")
# 南京的专家来到鼓楼区, 请来舟山的木雕师傅, 武汉来的木偶戏
_ARRIVING = re.compile(
    r"(?:的[^,。;、]{1,6}?|(?:[^,。;、的]{0,2}(?:专家|教授|医生|医疗队|医护|老师|师生|志愿者|客人|来宾|嘉宾|师傅|企业)[^,。;、]{0,4}?))"
    r"(?:来到|走进|赶来|赶到|前来|抵达|到访|参观|驰援|支援)|[^,。;、的]{0,3}(?:援[建派]|支援|帮扶)|来的"
)
_INVITED_LEAD = ("请来", "请来了", "邀请", "邀请了", "迎来", "迎来了")
_FROM_LEAD = re.compile(r"从[^,。;]{0,6}\Z")
_FROM_FOLLOW = re.compile(r"[^,。;]{0,4}?(?:引进|来到|迁|搬|转移|返|回|赶|出发|远道|专程|招引|请来|引来)")
_PEOPLE = (
    r"(?:市|区|县|省)?(?:籍|的?(?:一家|某)?(?:客商|商会|企业家|投资商|投资者|投资人|商人|老板|游客|(?:党政)?代表团|考察团|"
    r"(?:党政)?考察组|代表一行|企业代表|访问团|经贸团|援建)|(?:一家|某|的(?:一家)?)(?:企业|公司|客户|投资))"
)
_FROM_THERE = re.compile(rf"(?:[、和及与][一-鿿]{{2,4}}?){{0,4}}{_PEOPLE}")  # 北京、沈阳客商
_VENUE_LEAD = ("在", "于", "赴", "走进", "前往", "抵达")
_VISIT_LEAD = ("赴", "前往", "抵达", "走进")
_VISITORS_LEAD = re.compile(r"(?:率|带队|带领|考察组|代表团|招商团|小分队|一行)[^,。;]{0,14}到\Z")
_MEETING = re.compile(
    r"[^,。;]{0,14}?(?:举行|举办|召开|签约|签署|签下|签订|签了|拉开帷幕|开幕|闭幕|成功举办|隆重举行|顺利举行)(?!开工|奠基|竣工|封顶|投产)"
)
_VISIT = re.compile(
    r"[^,。;]{0,16}?(?:招商|考察|参观|取经|交流|拜访|推介|参会|参加|对接|学习|参展|路演|走访|观摩|调研|洽谈|举行|举办|召开|开展)"
)
_LOOK_BACK = 24
# How each expression that looks back begins, for whoever wants to know quickly that in front stands none.
_ANY_LEAD = re.compile(
    "新华社|中新社|中新网|人民网|新华网|中国网|本报|来源|供稿|发布机构|发布单位|总部|来自|源自|原籍|祖籍|从"
    "|率|带队|带领|考察组|代表团|招商团|小分队|一行"
)
# What every company's name ends with, and how far away that may be.
_ANY_COMPANY = re.compile("公司|集团|股份")
_LONGEST_COMPANY = 20


def role_of(chars: str, start: int, end: int, *, short: bool, at_home: bool) -> PlaceRole:
    """`at_home`: the place is in the home of the source, where a ceremony is the project's own."""
    left = chars[max(start - _LOOK_BACK, 0) : start]
    led = _ANY_LEAD.search(left) is not None
    in_byline = chars[start - 1 : start] in ("【", "[") and _BYLINE.match(chars, end)
    if in_byline or _DATELINE.match(chars, end) or (led and _DATELINE_LEAD.search(left)):
        return "dateline"
    if _PUBLISHER.match(chars, end) or (led and _SOURCE_LEAD.search(left)):
        return "publisher"
    branded = short and not at_home and _is_brand(chars, end)
    called = short and not at_home and _CALLED.match(chars, end) is not None
    is_seat = led and _SEAT_LEAD.search(left) is not None
    if branded or called or is_seat or _is_company(chars, start, end, short=short):
        return "hq"
    if (
        (led and _ORIGIN_LEAD.search(left))
        or _FROM_THERE.match(chars, end)
        or (not at_home and (_ARRIVING.match(chars, end) or left.endswith(_INVITED_LEAD)))
        or (led and _FROM_LEAD.search(left) and _FROM_FOLLOW.match(chars, end))
    ):
        return "origin"
    visits = left.endswith(_VISIT_LEAD) or (led and _VISITORS_LEAD.search(left))
    if not at_home and (
        (left.endswith(_VENUE_LEAD) and _MEETING.match(chars, end))
        or (visits and _VISIT.match(chars, end))
        or (left.endswith(_FAIR_LEAD) and _FAIR.match(chars, end))
        or _SHOW.match(chars, end)
    ):
        return "venue"
    return "site"


def _is_brand(chars: str, end: int) -> bool:
    match = _BRAND.match(chars, end)
    return match is not None and not rjieba.has_word(match["name"])


def _is_company(chars: str, start: int, end: int, *, short: bool) -> bool:
    if _ANY_COMPANY.search(chars, end, end + _LONGEST_COMPANY) is None:
        return False
    if _ORGANISATION.match(chars, end) or (short and _GROUP.match(chars, end)):
        return True
    return chars[start - 1 : start] == "(" and bool(_BRACKETED.match(chars, end))
