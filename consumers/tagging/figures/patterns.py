"""The notations of amounts, areas and counts, as regular expressions over folded text."""

import re

from consumers.tagging.figures.numerals import DIGITS, HAN, NUMERAL
from consumers.tagging.figures.units import MONEY_PATTERN, UNIT_PATTERN, UNIT_STARTS

# Expressions that run over a whole text begin with a letter or a class of letters: only then does the search
# skip what is none of them. What must stand in front of it is asked behind it.
# Where a number may begin. A search is much slower for a class with \d in it than for all digits one by one.
_DIGIT = "".join(char for char in map(chr, range(0x10000)) if char.isdecimal())
NUMBER = re.compile(rf"[{_DIGIT}{HAN[1:-1]}](?:(?<=\d)\d*(?:\.\d+)?|(?<=\D){HAN}*)")
# What can stand behind the first letters of a figure; behind most numbers stands something else.
MAY_FOLLOW = UNIT_STARTS.union("十百千万亿零点余多, -~—–―─〜至到、和及与(佰仟拾")
_SCALE = "(?:万亿|[十百千]?亿|[十百千]?万|千|百)"
_INCLUDED = r"(?:\((?:不?含|包括)[^()\n]{0,10}\))"
# Read from the beginning of a number: 3-5亿元, 30余亿元, 1,200万元, 十二亿五千万元, 2 个, 1.2亿(美元).
_ONE = (
    rf"(?P<value>{NUMERAL})\s?(?:(?P<more>余|多)\s?(?P<scale>{_SCALE})?)?\s?"
    rf"(?:(?P<unit>{UNIT_PATTERN})整?|\((?P<in_brackets>{MONEY_PATTERN})\))"
    r"(?:人民币)?"
    rf"{_INCLUDED}?(?:[及或])?(?P<after>以上|以下(?!简称)|以内|之内|左右(?![两岸侧手])|上下(?!游)|有余|开外|级|起(?![步伏点]))?"
)
QUANTITY = re.compile(
    rf"(?:(?P<low>{NUMERAL})\s?(?P<low_unit>{UNIT_PATTERN})?{_INCLUDED}?"
    rf"\s?(?:-{{1,2}}|~|—{{1,2}}|–|―|─|〜|至|到)\s?)?{_ONE}"
)
# The same for one number: `low` never matches, so that both are read alike. So with other groups below.
SINGLE = re.compile(rf"(?P<low>(?!))?{_ONE}")
# 分别为1、2、3亿元
HEAD = re.compile(rf"{DIGITS}(?:{_SCALE})?")
PARALLEL = re.compile(rf"(?:{DIGITS}(?:{_SCALE})?[、和及与]){{1,12}}")
SEVERALLY = re.compile(r"(?:分别|依次)[^,;。、\d]{0,8}\Z")
GROWTH = re.compile(r"[从由自][^,;。]{0,6}\Z")
RANGE_BEHIND = re.compile(r"不等|之间|区间|的?范围")
# 5元5角: the small coins are not left out in silence.
COINS = re.compile(r"\s?[\d一二三四五六七八九壹贰叁肆伍陆柒捌玖][角分]")

_AT_MOST = (
    r"(?:不得?|未|没有?)(?:超过?|高于|多于|大于)|最多|低于|少于|小于|不足|不到|不满|未满|上限为?|限额为?|≤|<=?"
    r"|最高(?:可|能|不)?(?:[获享补奖支给达为至按额]|超过|获得|得到|享受|给予|予以|奖励|补[助贴偿]|资助|支持|授信|贷款"
    r"|可达|一次性|单笔|额度|限额)*"
)
_AT_LEAST = (
    r"不(?:低于|少于|小于|下)|至少|最低|最少|下限为?|超过|(?<![通经不])过"
    r"|(?:超|突破|逾|多于|大于|高于|跨过|冲破|≥|>=?)"
)
_ABOUT = (
    r"(?<![签合特预节违租契邀公条集续毁守爽失解履婚制大])约|大约|将近|接近|(?<![最附邻临靠就])近|大致|大概"
)
BEFORE = re.compile(rf"(?P<at_most>{_AT_MOST})|(?P<at_least>{_AT_LEAST})|(?P<about>{_ABOUT})")
BEFORE_NUMBER = re.compile(rf"(?:{BEFORE.pattern})(?:[了为达到有]{{0,2}})\s{{0,2}}(?:人民币|rmb)?[¥$]?\s?\Z")
# How a modifier, or what may stand between it and the number, ends.
MODIFIER_ENDS = frozenset(
    "过于多少足到满限额为≤<=≥>高低获享补奖支给达按得受予励助贴偿资持信款性笔度可能不"
    "下超破逾约近致概了有币b¥$ \t"
)
SIGN_ENDS = frozenset("币by¥$d元 \t")
# Money named in front: 人民币5000万, ¥3200万, 美元 1.5亿.
SIGN = re.compile(r"(?:(?P<cny>人民币|rmb|cny|¥)|(?P<usd>us\$|usd|\$|美元))\s?\Z")
# Nothing may lead into a number from the left: 1.2.3亿, C919, 3,5亿, 数十亿, 第3亿, -5亿 are not understood.
LEADS_INTO = re.compile(
    r"(?:[\d./_'’`´·零〇一二两三四五六七八九十百千万亿几数第半廿卅壹贰叁肆伍陆柒捌玖拾佰仟负−×□■▢�-]"
    r"|\d[ \n]{0,2}[,~:*—–…][ \n]?|[a-z])\Z|[\d十百千万亿点][ \n]{1,2}\Z|[\d十百千万亿]\.\s\Z"
)
MAY_LEAD = frozenset(
    "0123456789./_'’`´·零〇一二两三四五六七八九十百千万亿几数第半廿卅壹贰叁肆伍陆柒捌玖拾佰仟负−×□■▢�-"
    ",~:*—–… \nabcdefghijklmnopqrstuvwxyz点"
)
SPOKEN_BEFORE_BREAK = re.compile(rf"{HAN}[ \n]{{1,2}}\Z")
LETTERS_IN_FRONT = re.compile(r"(?:(?<![a-z])(?:gdp|rmb|cny|usd|eur|hkd|epc|ppp|bot|roi|gmv|r&d|eod))\Z")
YEAR_COMMA = re.compile(r"(?:19|20)\d\d,\Z")
# 亿元以上项目, 超百亿元, 近千亿元: a scale without a numeral.
BARE_SCALE = re.compile(
    r"(?P<scale>[十百千万亿](?<![\d.零〇一二两三四五六七八九十百千万亿几数余多上第半\s].)"
    r"(?:(?<=亿)|(?<=[十百千万])亿|(?<=[十百千])万))"
    rf"(?P<money>{MONEY_PATTERN})(?P<more>(?!))?(?P<after>(?:及|或)?以上)?(?!级)"
)
# 总投资20.5亿: money without its unit counts only right beside such a word.
_MONEY_WORD = (
    "投资|引资|融资|产值|资本|营收|营业额|销售额|"
    "销售收入|资金|贷款|授信|税收|缴税|纳税|利税|利润|订单|成交额|合同额|补贴|补助"
)
BARE_MONEY_LABEL = re.compile(
    rf"(?:{_MONEY_WORD}|拨付|发放|下达|剩余|斥资|耗资|出资|注资|增资|投入|砸下|gdp)(?:总?额|规模)?(?:了|高达|为|达到?|共|共计|:)?\s?"
    rf"(?:{BEFORE.pattern})?[了为达到有]?\s?\Z"
    # 地区生产总值迈上1000亿台阶
    rf"|(?:{_MONEY_WORD}|(?:生产)?总值|收入)[^,;。、]{{0,4}}[迈跨跃登踏站]上了?\Z"
    rf"|(?:{_MONEY_WORD})[^,;。、]{{0,12}}(?:由|从|由原来的|(?:变更|调整|增加?|提高)[为至到])\Z"
)
ENDS_IN_SCALE = re.compile(rf"{NUMERAL}(?<=[万亿])")
BARE_MONEY = re.compile(
    rf"(?P<value>{NUMERAL})(?<=[万亿])(?P<more>余|多)?(?P<after>以上|左右)?"
    rf"(?=[,;。、)!和及与]|\s(?!\s?(?:\d|{HAN}))|的|将|已|变更|调整|增[至到加]|提高|建设|新建|改建|扩建|打造|实施|用于|兴建|收购|购置|启动|升级|改造|新?台阶|\Z)"
)
MONEY_BEHIND = re.compile(
    rf"(?P<value>{NUMERAL})(?<=[万亿])(?P<more>余|多)?(?P<after>(?!))?的?(?=(?:{_MONEY_WORD}|大单|项目投资)(?![者商方]))"
)
