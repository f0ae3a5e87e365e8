"""How people write the name of a region: 江苏省 as 江苏, 恩施土家族苗族自治州 as 恩施州. Pure."""

import re
from typing import Literal

Level = Literal["province", "city", "county", "town"]

_PROVINCE_SHORT = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
    "香港特别行政区": "香港",
    "澳门特别行政区": "澳门",
}
_PEOPLES = (
    "维吾尔|土家族|布依族|景颇族|哈尼族|傈僳族|朝鲜族|哈萨克族?|柯尔克孜|蒙古族?|达斡尔族|鄂温克族|拉祜族|布朗族|纳西族|"
    "独龙族|普米族|仡佬族|东乡族|裕固族|保安族|撒拉族|锡伯|塔吉克|毛南族|仫佬族|藏族|回族|羌族|彝族|苗族|侗族|壮族|傣族|"
    "白族|满族|瑶族|佤族|怒族|水族|黎族|畲族|土族|京族|各族"
)
_AUTONOMOUS = re.compile(rf"(?:{_PEOPLES})*(自治[州县旗]|(?<=回族)区)\Z")
_AUTONOMY = re.compile(r"族?自治[州县旗]\Z")
_ENDING = {
    "city": re.compile(r"(?:市|地区|盟)\Z"),
    "county": re.compile(r"(?:市|县|区|旗)\Z"),
    "town": re.compile(r"(?:街道|镇|乡|苏木)\Z"),
}
# 神农架林区 and 工业园区, but not 碑林区 and 下花园区.
_NO_SHORT = re.compile(r"(?:新区|矿区|.{3}[林园]区|开发区|管理区|示范区|保税区|度假区|地区)\Z")
_PEOPLES_TOWN = re.compile(rf"(?:{_PEOPLES})+(?=乡\Z)")
# What ends a name that says of itself that it is a region's.
FULL_ENDINGS = (*"省市州盟区县旗镇乡", "街道", "苏木")
_OFFICE = re.compile(r"(?:管理委员会|管委会|办事处|管理处|建设管委会)\Z")
_ZONE_END = re.compile(r".{3,}(?:[园区城镇]|街道)\Z")
# How people shorten zones.
_ZONE_FORMS = (
    ("经济技术开发区", ("经开区", "开发区")),
    ("高新技术产业开发区", ("高新区", "高新技术开发区")),
    ("经济开发区", ("经开区", "开发区")),
    ("高新技术开发区", ("高新区",)),
)


def level_of(code: str) -> Level:
    if len(code) > 6:
        return "town"
    if code[-2:] != "00":
        return "county"
    return "province" if code[-4:] == "0000" else "city"


def above_towns(code: str) -> str:
    """A town's county (or its city, where that has no counties); any other region itself."""
    return code[:6]


def short_name(name: str, level: Level) -> str | None:
    """江苏省 → 江苏, 景宁畲族自治县 → 景宁; None where less than two characters are left, or for a zone."""
    if level == "province":
        return _PROVINCE_SHORT.get(name, name[:-1])
    bare = _AUTONOMOUS.sub("", name) if level != "town" else _PEOPLES_TOWN.sub("", name)
    bare = bare or _AUTONOMY.sub("", name)  # 东乡族自治县
    if bare == name or level == "town":
        if _NO_SHORT.search(bare):
            return None
        bare, ended = _ENDING[level].subn("", bare)
        if not ended:
            return None
    return bare if len(bare) > 1 else None


def other_forms(name: str, level: Level) -> list[str]:
    """Longer short forms, safe as they are: 恩施州, 合肥高新区, and a zone without its office."""
    bare = _OFFICE.sub("", name)
    forms = [bare] if bare != name and _ZONE_END.search(bare) else []
    if level == "city" and name.endswith("自治州"):
        forms.append(_AUTONOMOUS.sub("", name) + "州")
    if level == "county" and (short := short_name(name, level)) and "自治" in name:
        forms.append(short + name[-1])
    for long, shorts in _ZONE_FORMS:
        if bare.endswith(long) and len(bare) > len(long):
            forms += [bare.removesuffix(long) + short for short in shorts]
            break
    return forms
