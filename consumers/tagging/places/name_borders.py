"""Whether letters that spell a place's name are one: what stands around them decides. Pure."""

import re
from collections.abc import Sequence

import rjieba

from consumers.tagging.places.region_names import level_of
from consumers.tagging.text.prepared import Prepared

# A hill, a river or a village often has the name of the town around it, and is not the town.
_NO_TOWN = re.compile(r"[山河湖江岭寺桥站港岛峰水村湾]|水库|社区|小区|景区|大桥|文化|精神|人|牌")
_FOLLOWER = re.compile(
    r"路(?!街道|网|[南北])|大?街(?!道)|大道|巷|大学(?![城园生])|学院|师范|银行|战役|牌|烤鸭"
)
_SHORT_FOLLOWER = re.compile(
    r"(?:(?![等的和与及在])[一-鿿]){0,4}?(?:大学(?![城园生])|学院|银行|中学|小学|战役|医院)"
    r"|”?(?:[两二三]个?字|一词|之名)|[话菜剧绣村湖岸]|山(?![市县区镇地])|社区|小区|汽车|啤酒|时代|[东西南北中]路"
    r"|(?:实验|外国语|双语|国际|职业|技工|特殊教育)学校|[航职师工医农林商海艺体警]院(?![士长区内落])"
    r"|[师科理工农林医财海交]大(?![力会量批型规幅小家事湖桥道厦楼])"
)
# 西湖边, 太湖水 and 南山景区 are no districts, also where their city is spoken of.
_WATERS = re.compile(
    r"(?<=[湖山江河海泉])(?:边(?!境|防|缘|界|检)|畔|之滨|水(?=[质面位边域里中上,。;])|风景|名胜|景区|湿地|公园|上空|沿线|沿岸"
    r"|航线|海域|渔场|蓝藻|[步绿栈]道)"
)
_CLIMBED = re.compile(r"[登爬攀]\Z")  # 登泰山
# 新北京, 闽福鼎: words of the dictionary that end with a name and mean the place.
_BEFORE_NAME = re.compile(
    "中国|中共|首都|祖国|[大老新小古原全京津沪渝冀豫辽黑湘皖鲁苏浙赣鄂桂甘晋蒙陕闽贵粤川琼]"
)
_SHORT = 2
_HAN, _HAN_BEFORE, _CONTEXT = re.compile("[一-鿿]+"), re.compile(r"[一-鿿]+\Z"), 8
_MADE = re.compile(r"做[大强优]\Z")
_AREA = re.compile("板块|片区|辖区|境内")
_QUOTED = re.compile(r"“[^“”]{0,6}\Z"), re.compile(r"[^“”]{0,6}”")
# 镇长王海宁 is a person.
_PERSON = re.compile(
    r"(?:书记|长|员|主席|主任|经理|总裁|记者|教授|代表|院士|局长)\s?"
    r"[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊]\Z"
)
# 他家的长子 is a son.
_KIN = re.compile(r"(?:[他她我你其](?:们)?|[一-鿿]家)的?\Z")
_OFFICE = re.compile(r"委|政府|人大|政协|纪委|长|党|两级")


def is_other_name(chars: str, start: int, end: int, *, short: bool) -> bool:
    """A street, a school, a person: they bear the name of a place and are none."""
    if _FOLLOWER.match(chars, end):
        return True
    return short and bool(
        _SHORT_FOLLOWER.match(chars, end)
        or _WATERS.match(chars, end)
        or (chars[end - 1] == "山" and _CLIMBED.search(chars, max(start - 1, 0), start))
        or _PERSON.search(chars, max(start - 6, 0), start)
    )


def is_kin(chars: str, start: int) -> bool:
    return _KIN.search(chars, max(start - 4, 0), start) is not None


def is_cross_word(text: Prepared, codes: Sequence[str], start: int, end: int, *, behind: bool) -> bool:
    """`behind`: another name ends where this one begins; the dictionary has 甘肃兰州 as one word."""
    if behind and end - start > _SHORT:
        return False
    if not behind and end - start == _SHORT and _ends_word(text, start):
        return True
    level = level_of(codes[0])
    if level == "province" or (level == "city" and text.chars[end - 1] in "市州区盟"):
        # 在江苏联宇 is cut as 江/苏联/宇, 古运河南岸 as 古/运河/南岸, 南京市区 as 南京/市区
        return text.begins_inside_word(start, end)
    if end - start > 4:
        return False
    # 海州区委 is cut as 海州/区委, 桂平等三县 as 桂/平等
    if _OFFICE.match(text.chars, end) or (
        text.chars.startswith("、", start - 1) and text.chars.startswith("等", end)
    ):
        return text.begins_inside_word(start, end)
    return text.crosses_words(start, end)


def _ends_word(text: Prepared, start: int) -> bool:
    """复合肥, 出海口, 响彻云霄: no places, as far as the dictionary has these words."""
    before = text.word_before(start)
    return bool(before) and not _BEFORE_NAME.fullmatch(before)


def is_in_slogan(chars: str, start: int, end: int) -> bool:
    """“印江红”: a brand or a slogan, unless something else speaks for the county."""
    before = _QUOTED[0].search(chars, max(start - 7, 0), start)
    after = _QUOTED[1].match(chars, end)
    return bool(before and after) and not (chars[start - 1] == "“" and chars[end] == "”")


def stands_between_words(chars: str, start: int, end: int) -> bool:
    """做大海州楼宇 is cut as 做/大海/州; with the name taken out, words are left on both sides."""
    left = _HAN_BEFORE.search(chars, max(start - _CONTEXT, 0), start)
    right = _HAN.match(chars, end, end + _CONTEXT)
    before = rjieba.cut(left.group(), False) if left else []
    after = rjieba.cut(right.group(), False) if right else []
    begins = not before or len(before[-1]) > 1 or _MADE.search(chars, max(start - 2, 0), start) is not None
    return begins and (not after or len(after[0]) > 1)


def is_among_places(chars: str, start: int, end: int, ends: set[int], starts: set[int]) -> bool:
    """姚桥、丁卯 and 丁卯板块 mean the town, although 丁卯 is also a year."""
    if chars.startswith("、", start - 1) and start - 1 in ends:
        return True
    return (chars.startswith("、", end) and end + 1 in starts) or _AREA.match(chars, end) is not None


def is_local_place(text: Prepared, code: str, start: int, end: int) -> bool:
    chars = text.chars
    if is_other_name(chars, start, end, short=True):
        return False
    if text.crosses_words(start, end) and not stands_between_words(chars, start, end):
        return False
    return level_of(code) != "town" or not _NO_TOWN.match(chars, end)
