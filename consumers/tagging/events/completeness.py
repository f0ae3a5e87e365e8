"""Whether the words behind a keyword, and what it is about, leave it a statement."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from consumers.tagging.events.dates import Moment
from consumers.tagging.events.modality import Judgement
from consumers.tagging.events.surroundings import Surroundings
from consumers.tagging.events.terms import Term
from consumers.tagging.text.prepared import Prepared, Span

# What may follow a keyword that nothing else calls done; other words go on with it: 投产一拖再拖, 签约新人.
_FURTHER = re.compile("(?:竣工|投产|开工|达产|试?运行){1,3}")  # 竣工投产庆典, but no 竣工投产动员
_COMPLETE = re.compile(
    r"\W|\Z|时|均|都|发电|通[车航水气电]|投[运放]|启用|开[园放业]|仪式|典礼|庆典|活动|大会|现场|入驻|入[区园]|落户|落地|落子|到|至|历时|后|以来|啦|咯|喽|当[年月天日晚]|次[日月年]|头[一几\d]|成功|的|那|了|于|在|暨|并"
    r"|之际|投用|使用|达效(?!是)|交付|运营|\d|[一二两三四五六七八九十]|已|即|就|第[一二三\d]|项目|企业|公司|满|首|半|近|总|亿"
    r"|揭牌|待|不|[仅只](?!是|能|要|有(?!\d))|用|隔|花|大吉|环保|环境保护|验收|建设|改造|扩建|[^,;。、]{1,12}(?:项目|工程|基地|产业园)"
    r"|[^,;。、]{2,24}(?:中心|广场|[线厂园城仓站楼桥路馆院港镇厦区])(?=[、,;。!]|\Z)"
)
# 与12家企业签约, 3号库封顶, 食用菌园在九寨沟县竣工, 乙集团签约.
_CERTAIN_COUNT = re.compile(r"[\d一二两三四五六七八九十首]+(?:家|[号栋座台套条期])")
_CERTAIN_THING = re.compile(
    rf"{_CERTAIN_COUNT.pattern}|(?:公司|集团|研究院|[一-鿿](?<!产业)[园厂线楼站馆库])(?:在[^,]{{2,6}}|就|已|也|便|终于|刚刚?|都|均)?\Z"
    r"|与(?!企业|客商|项目|意向)[^,;。]{2,16}(?<!洽谈)(?<!商谈)(?<!对接)\Z"  # 与乙新材签约
)
_IN_USE = re.compile("并?(?:投[用运]|启用|通[车航水电气]|开放|运[营行])")  # 建成投用
# 6条市政道路建成通车, 建成标准厂房18栋: counted, and no projects.
_ROADS_BEFORE = re.compile(r"[\d两二三四五六七八九十]+条[^,;。、]{0,6}道?路\Z")
_OPENED = re.compile("并?通车")
_HALLS_BEHIND = re.compile(r"(?:标准化?|高标准)?(?:厂房|冷库|仓库)[^,;。、的]{0,6}\d")
_FAINT = frozenset({"新", "仪式", "现场"})  # prove nothing where no project is named
# 对已签约但缺地的项目 speaks of a kind.
_KIND_OF_PROJECT = re.compile(
    r"(?:[^,;。的]{0,14}的|规[上模]|限上|重[大点]|工业|制造业|新兴){0,3}(?:项目|企业|工程)(?!的?(?:仪式|现场))"
)
_BARE_COUNT = re.compile(r"(?:项目)?(?:达到?|共)?\d{1,4}余?[个项](?=[,、;。)]|项目|\Z)")
_COUNT_BEFORE = re.compile(r"、\d{1,4}余?[个项]\Z")  # 118个项目开工、64个建成

_start = attrgetter("start")


def is_complete(
    text: Prepared, places: Sequence[Span], term: Term, judgement: Judgement, hit: Span, project: str | None
) -> bool:
    """Whether the words behind the keyword, and behind others that follow it, leave it a statement."""
    if term.then is not None or _begins_place(places, hit.end):  # 签约顾村镇
        return True
    if project and text.chars.startswith(project, hit.end):  # 建成甲公园
        return True
    # A date alone proves less than 正式 or 已: 10日，甲项目投产动员会召开.
    if judgement.rule == "cues.done" and project:
        return True
    if term.weak and _HALLS_BEHIND.match(text.chars, hit.end):
        return True
    chain = _FURTHER.match(text.chars, hit.end)
    return _COMPLETE.match(text.chars, chain.end() if chain else hit.end) is not None


def no_subject(
    text: Prepared,
    term: Term,
    judgement: Judgement,
    around: Surroundings,
    project: str | None,
    aggregate: int | None,
    moment: Moment | None,
) -> str | None:
    """Why it is about no project that could be told of."""
    of_a_kind = _KIND_OF_PROJECT.match(text.chars, around.hit.end)
    if project is None and term.weak and judgement.state == "done" and _are_built(text, around):
        return None
    of_projects = aggregate is not None and _are_projects(text, around)
    if project is None and ((term.weak and not of_projects) or (aggregate is None and of_a_kind)):
        return "无项目"
    faint = judgement.cue in _FAINT and moment is None
    if judgement.state != "done" or (judgement.cue and not faint):
        return None
    in_use = _IN_USE.match(text.chars, around.hit.end)
    is_weak = term.weak and term.then is None and not judgement.cue and in_use is None and not of_projects
    # Neither a project nor a word that it happened: 入园企业从签约到投产平均七个月.
    certain = _CERTAIN_THING.search(around.left) or _CERTAIN_COUNT.search(around.right)
    is_bare = project is None and aggregate is None and certain is None
    return "无项目" if is_weak or is_bare else None


def _are_projects(text: Prepared, around: Surroundings) -> bool:
    """全年实施重点项目79个，建成28个: what is counted is what the sentence is about."""
    counted = _BARE_COUNT.match(text.chars, around.hit.end) or _COUNT_BEFORE.search(around.left)
    return counted is not None and "项目" in around.before + around.left + around.right


def _are_built(text: Prepared, around: Surroundings) -> bool:
    if _HALLS_BEHIND.match(text.chars, around.hit.end):
        return True
    return bool(_OPENED.match(around.right) and _ROADS_BEFORE.search(around.left))


def _begins_place(places: Sequence[Span], position: int) -> bool:
    place = bisect_left(places, position, key=_start)
    return place < len(places) and places[place].start == position
