"""What a figure is about: the nearest label to its left in the clause."""

import re

from consumers.tagging.figure_patterns import CURRENCIES
from consumers.tagging.prepared import Prepared

TOTAL, THRESHOLD_ROLE, CONVERSION, PER_UNIT = "总投资", "门槛", "折合", "均值"
AMOUNT_ROLES = (TOTAL, "协议引资", "投资")  # what an event's amount may be, the best first
_NEAR = 25

_MONEY_LABELS = {
    r"约合|折合": CONVERSION,
    r"每亩|亩均|人均|户均|单价|均价|每平方米": PER_UNIT,
    r"完成投资|完成总投资|累计投资|累计完成投资|实际投资|已投资|年度投资|年度计划投资": "完成投资",
    r"(?:计划|预计|概算|规划|协议)?总投资|投资总额|投资规模": TOTAL,
    r"协议引资|协议投资|协议资金|引资|签约(?:总|金)?额": "协议引资",
    r"固定资产投资|工业投资|民间投资|建安投资|列统投资额?|入库投资额?": "固定资产投资",
    r"实际(?:利用|使用)外资|到账外资|利用外资|外资": "外资",
    r"投资": "投资",
    r"注册资本金?": "注册资本",
    r"总?产值": "产值",
    r"(?:年)?(?:应税|开票)?销售(?:收入|额)?|营业收入|营收": "销售收入",
    r"税收|利税|纳税|一般公共预算收入|财政收入": "税收",
    r"融资|贷款|授信|债券": "融资",
    r"补贴|补助|奖励|奖补|资金|支持|拨付|红包|罚款|利润": "其他",
    r"生产总值|gdp|增加值|进出口总?额?|零售总额|总收入|收入": "统计",
}
_AREA_LABELS = {
    r"总?建筑面积|建筑总面积": "建筑面积",
    r"总?占地(?:总?面积)?|征地": "占地",
    r"用地(?:总?面积)?": "用地",
    r"厂房": "厂房",
}
_COUNT_LABELS = {
    r"年产能?|年产量": "年产",
    r"产能": "产能",
    r"日产": "日产",
    r"(?:总)?装机(?:容量|规模)?": "装机",
    r"[年日]处理(?:能力)?": "处理能力",
}
_RIGHT_LABEL = re.compile(r"的?(总投资|投资)(?!的|者|商|方|银行)")
_LIST = re.compile(r"[、和及与]|分别")


def _compiled(labels: dict[str, str]) -> tuple[re.Pattern[str], list[str]]:
    return re.compile("|".join(f"({label})" for label in labels)), list(labels.values())


_LABELS = {
    "money": _compiled(_MONEY_LABELS),
    "area": _compiled(_AREA_LABELS),
    "count": _compiled(_COUNT_LABELS),
}


def _kind(unit: str) -> str:
    if unit in CURRENCIES.values():
        return "money"
    return "area" if unit in ("m2", "亩") else "count"


def role_of(text: Prepared, unit: str, start: int, end: int, taken: dict[int, int]) -> str | None:
    """The role, or None. `taken` remembers which label already belongs to a figure that ended where."""
    kind = _kind(unit)
    if kind == "money" and text.chars[end - 1] == "/":
        return PER_UNIT
    pattern, roles = _LABELS[kind]
    clause = text.clause(start)
    label = None
    for match in pattern.finditer(text.chars, max(clause.start, start - _NEAR), start):
        label = match
    if label is not None:
        previous = taken.get(label.start())
        if previous is None or _LIST.search(text.chars, previous, start):
            taken[label.start()] = end
            return roles[(label.lastindex or 1) - 1]
        return None
    after = _RIGHT_LABEL.match(text.chars, end) if kind == "money" else None
    return after.group(1) if after else None
