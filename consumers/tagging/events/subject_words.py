"""What the words around a name say of it: whether it is what a statement is about. Pure."""

import re

from consumers.tagging.events.counts import WINDOW
from consumers.tagging.names.finding import Name
from consumers.tagging.text.prepared import Prepared, Span

_AHEAD = 15
# 将成为全省最大的生产基地 tells what a project is, not which.
_PREDICATE = re.compile(
    r"(?:(?:成为|作为|打造成|跻身)[^,;。]{0,16}|[是为][^,;。]{0,12}最[^,;。的]{1,4}的?)\Z"
)
# 二十多个工程, 类似工程, 重点园区 tell of what kind, not which.
_KIND = re.compile(
    r"(?:[一二两三四五六七八九十百几\d]+[多余]?|多|数|各)[个项类套座栋幢条]|类似|同类|有关|相关|部分"
    r"|\w{0,12}重[大点](?:园区|项目|工程|基地)\Z"
)
# 建成口袋公园12处, 改造水厂5座 as well.
_COUNTED = re.compile(
    r"”?(?:\d[\d.]*|[一二两三四五六七八九十百]+)[余多]?(?:[处家所座条个栋幢套台间口]|公里|万?平方米|万?亩)(?=[,;。、]|\Z)"
)
# 在浦南镇产业园开工 tells where.
_VENUE = re.compile(r"(?:在|位于|落户|落地|选址|入驻|进驻|落子)(?:[一-鿿]{2,9}[省市区县州])?\Z")
_VENUE_NAME = re.compile(r"(?:园|园区|基地|厂房|厂房区|港区|中心)\Z")
_ADVERBS = re.compile(
    r"(?:已经?于?|现已|均已?|全部|正式|顺利|成功|如期|提前|陆续|相继|先后|同步|同时|集中|举行|迎来|实现|完成|基本|全面|全线|开始"
    r"|点火|破土|于|通过|按期|按时|按计划|仍|还|[尚仍还暂]?未|原定|原计划|计划|预计|力争|争取|确保|有望|可望|即将|将|拟|要|就能"
    r"|年[内底末]前?|满产|满负荷|一次|刚刚|终于|同日|同期|双双"
    r"|于?第?[一二三四]季度|今年|去年|前年|20\d\d年|(?:上?个?月)?[初底末]|[上中下]旬|[昨今]日|[昨今]天|日前|近日|上午|下午|上?个?[月周]|刚|才|终"
    r"|(?:\d{1,2}月)?\d{1,2}[日月]|主体(?:结构|工程)?|工程|的)+\Z"
)
# They are made of these letters and of digits: what stands in front of another one is not searched.
_ADVERB_LETTERS = frozenset(re.findall("[一-鿿]", _ADVERBS.pattern))
_THING = "(?:项目|工程|基地|产业园|园区|生产线|大楼|大桥|中心|厂(?![家商长])|电站|冷库|医院|学校)"
_ANAPHOR = re.compile(rf"(?:该|此|这一?|这个|上述|本)(?:[^,;。的]{{2,14}}的)?{_THING}|(?<![一-鿿])它(?!们)")
_BARE_SUBJECT = re.compile(
    r"[\s“]*(?:目前,?)?(?:(?:将|要|全力)?(?:确保|预计|计划|力争)?(?:项目|工程)|[一二三四]期)"
)
# 园区占地46亩，…: what the whole sentence goes on about.
_BARE_OPENING = re.compile(
    r"[\s“]*(?:项目|工程|园区|基地|厂区|医院|大桥|场馆)(?:计划|规划|预计)?"
    r"(?:总?占地|总投资|总?建筑面积|位于|由|于|自|建成)"
)
# 2021年10月签约，次年1月破土: a sentence that says when, and not what, goes on about what was named before.
_WHEN = (
    r"[\s“]*(?:(?:20\d\d|[今去前同当次]|第二)年|(?=元月|\d))(?:的?(?:\d{1,2}|元)月(?:份|\d{1,2}日|[初中底末]|[上中下]旬)?|[年初底春夏秋冬天]{1,2}"
    r"|[上下]半年|[一二三四]季度)?,?(?:就|便|又|正式|顺利|开始|终于)?"
)
_ONLY_WHEN = re.compile(_WHEN)
_OPENS_WITH_WHEN = re.compile(rf"{_WHEN}(?:签约|拿地|开工|动工|破土|奠基|封顶|竣工|完工|建成|投产)")
# 原本安排在下半年, 从签约到, 没想到: what may stand in front of the keyword beside adverbs and times.
_STAGES = "(?:首次对接|对接|洽谈|立项|签约|拿地|摘牌|进场|开工|动工|破土|奠基|封顶|竣工|完工|建成|投产|试产)"
_LEADING = re.compile(
    rf"(?:[\s“]|{_WHEN}|从{_STAGES}(?:[、和]{_STAGES})*到(?:今[天日]|如今|正式)?|没想到|结果|谁料|其实|早在|此后|后来|随后|不久|很快|最终|[实原][际本](?:安排在)?|首次"
    r"|[一二两三四五六七八九十\d]+(?:个多?月|年|天)(?:之?后)?|当年|再?又?过了[^,;。]{1,6}|又|再|也|还|就|便)*"
)
_HOW_LONG = re.compile(
    r"后?的?(?:不到|不足|[仅只]用?了?|已|满|近|了)*(?:[一二两三四五六七八九十半\d]+(?:多|余|个|来)*(?:年|月|天)(?!内)|第[一二三四五六七八九十\d])|以来"
)
# 二期项目已完成备案，…: of the project of the sentence before.
_NEXT_PHASE = re.compile(r"[\s“]*(?P<phase>[二三四五六]期)(?:项目|工程)?(?=[已正也将预计目于])")


def is_no_subject(chars: str, name: Name) -> bool:
    """Whether it tells of what kind something is, or where, and not which project."""
    if _KIND.match(name.text) or (not _is_list(chars, name) and _COUNTED.match(chars, name.end)):
        return True
    before = chars[max(name.start - 20, 0) : name.start]
    # 落户甲园、乙园等项目: what closes a list tells that these are projects.
    is_venue = _VENUE_NAME.search(chars, name.start, name.end) and _VENUE.search(before)
    return is_venue is not None or _PREDICATE.search(before) is not None


def _is_list(chars: str, name: Name) -> bool:
    """Whether 等项目 closes it."""
    closes = chars.endswith(("项目", "工程"), name.start, name.end)
    return closes and not name.text.endswith(("项目", "工程"))


def before_adverbs(chars: str, start: int, end: int) -> int:
    """Where the adverbs begin that stand in front of `end`, or `end`."""
    first = end
    while first > start and (chars[first - 1] in _ADVERB_LETTERS or chars[first - 1].isdecimal()):
        first -= 1
    adverbs = _ADVERBS.search(chars, first, end) if first < end else None
    return adverbs.start() if adverbs else end


def is_anaphoric(text: Prepared, sentence: Span, hit: Span) -> bool:
    """Whether 该项目, 项目 or 园区 means one of the sentences before."""
    near = text.chars[max(sentence.start, hit.start - WINDOW) : hit.end + _AHEAD]
    return bool(
        _ANAPHOR.search(near)
        or _BARE_SUBJECT.match(text.chars, text.clause(hit.start).start)
        or _BARE_OPENING.match(text.chars, sentence.start)
        or next_phase(text.chars, sentence.start)
        or _says_only_when(text, sentence, hit)
    )


def _says_only_when(text: Prepared, sentence: Span, hit: Span) -> bool:
    start = max(text.clause(hit.start).start, sentence.start)
    if _ONLY_WHEN.fullmatch(text.chars, start, hit.start) is None:
        return False
    return start == sentence.start or _OPENS_WITH_WHEN.match(text.chars, sentence.start) is not None


def goes_on(text: Prepared, sentence: Span, hit: Span) -> bool:
    """Whether the clause tells when or how long, and not of what: 原本安排在下半年开工，实际2月动工;
    投产后的第一个年度，…; 从签约到开工，只用了74天.
    """
    start = max(text.clause(hit.start).start, sentence.start)
    if _LEADING.fullmatch(text.chars, start, before_adverbs(text.chars, start, hit.start)) is None:
        return False
    is_dated = any(letter.isdigit() or letter in "年月从到" for letter in text.chars[start : hit.start])
    return is_dated or _HOW_LONG.match(text.chars, hit.end) is not None


def next_phase(chars: str, start: int) -> str | None:
    """The phase that a sentence begins with, of the project of the one before."""
    phase = _NEXT_PHASE.match(chars, start)
    return phase["phase"] if phase else None
