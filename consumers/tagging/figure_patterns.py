"""The notations of amounts, areas and counts, as regular expressions over folded text."""

import re

from consumers.tagging.numerals import DIGITS, HAN, SCALES

CURRENCIES = {
    "美元": "USD", "欧元": "EUR", "港元": "HKD", "港币": "HKD", "日元": "JPY",
    "元人民币": "CNY", "块钱": "CNY", "元": "CNY",
}  # fmt: skip
SQUARE_METRES = {
    "平方米": 1, "平米": 1, "m2": 1, "公顷": 10**4, "平方公里": 10**6, "平方千米": 10**6,
}  # fmt: skip
_OUTPUT_UNITS = "吨|台|套|辆|件|艘|兆瓦时|兆瓦|千瓦时|千瓦|吉瓦|gwh|gw|mwh|mw"
_SCALE = "|".join(SCALES)
_NUMBER = rf"(?:{DIGITS}|{HAN}+(?:[亿万]{HAN}+)*)"
_UNIT = (
    rf"(?P<money>{'|'.join(CURRENCIES)})(?![素件旦月宵宝])(?:人民币)?|(?P<area>{'|'.join(SQUARE_METRES)}|亩)"
    rf"|(?P<count>个(?!百分点|月)|项|宗|{_OUTPUT_UNITS})"
)

# Where a number may begin.
NUMBER = re.compile(rf"\d+(?:\.\d+)?|{HAN}+")
# Read from the beginning of a number: 3-5亿元, 30余亿元, 1,200万元, 十二亿五千万元, 2 个.
QUANTITY = re.compile(
    rf"(?:(?P<low>{_NUMBER})\s?(?P<low_scale>{_SCALE})?(?P<low_unit>{'|'.join(CURRENCIES)}|亩|平方米)?"
    rf"\s?(?:-|~|—{{1,2}}|–|至|到)\s?)?"
    rf"(?P<value>{_NUMBER})\s?(?P<more>余|多)?(?P<scale>{_SCALE})?(?P<more_after>余|多)?\s?(?:{_UNIT})"
    r"(?P<per>/|每亩)?(?P<after>以上|以下|以内|左右|上下|级)?"
)
# What may stand in front of it. 签约亿元 and 通过10亿元 hold no modifier.
BEFORE = re.compile(
    r"(?P<at_most>不超过?|不高于|不多于|最多|最高|低于|不足)|(?P<at_least>不低于|不少于|至少|最低|超过?|突破|逾|多于|高于"
    r"|(?<![通经])过)|(?P<about>(?<![签合特])约|大约|近)"
)
BEFORE_NUMBER = re.compile(rf"(?:{BEFORE.pattern})\s{{0,2}}(?:人民币)?\s?\Z")
# Nothing may lead into a number from the left: 1.2.3亿, C919, 3,5亿, 数十亿, 第3亿 are not understood.
LEADS_INTO = re.compile(r"(?:[\d.a-z/零〇一二两三四五六七八九十百千万亿几数第]|\d[,~:*—–-])\Z|\d\s\Z")
YEAR_COMMA = re.compile(r"(?:19|20)\d\d,\Z")
# 亿元以上项目: a threshold of one 亿 without a numeral.
THRESHOLD = re.compile(
    r"(?<![\d.零〇一二两三四五六七八九十百千万亿几数余多近上第\s])(?P<scale>百亿|十亿|亿|千万|百万)(?P<money>美元|元)(?P<after>以上)?"
)
# 总投资20.5亿: money without its unit counts only right behind such a word.
BARE_MONEY_LABEL = re.compile(
    r"(?:投资|引资|融资|产值|资本|营收|销售额)(?:总?额)?(?:为|达到?|:)?[约近超过逾]{0,2}\Z"
)
BARE_MONEY = re.compile(
    rf"(?P<value>{DIGITS})(?P<scale>万亿|亿|万)(?P<more_after>余|多)?(?=[,;。、)\s]|的|\Z)"
)
