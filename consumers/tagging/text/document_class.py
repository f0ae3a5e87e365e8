"""What kind of document an article is: only news reports what happened."""

import re
from typing import Literal

DocumentClass = Literal["news", "plan", "notice", "statistics"]

_LEAD = 200
_LONG = 5_000
_LONGEST_TITLE = 60
_NOTICE = re.compile(
    r"(?:公告|公示|通告|通知|通报|招标|中标|函|批复|备案表|受理情况|答复|名单)(?:\([^)]*\))*\s*\Z"
    r"|(?:招标|采购|中标|成交|挂牌|出让|拍卖|流标|废标|更正|补遗)[^,。]{0,8}(?:公告|公示|文件|结果|答疑)|\A\s*关于[^。]{2,60}的(?:公告|公示|通告|通知|通报|批复|函)"
)
# 招标公告(二次):环江…, where the text has no title.
_NOTICE_OPENING = re.compile(
    r"\A[^,。;\n]{0,30}?(?:公告|公示|通告|通报|通知|备案表)(?:\([^)]{1,20}\))*[:\n]|\A\s*公示期内"
)
_PROJECT_LIST = re.compile(r"(?:项目|任务|工程)(?:清单|安排|计划表)(?:\([^)]*\))*\s*\Z")
_PLAN_OPENING = re.compile(
    r"\A\s*(?:展望20[3-9]\d年|[^,。:\n]{0,20}(?:规划|行动方案|实施方案|前期研究)[^,。:\n]{0,6}:)"
)
_STATISTICS = re.compile(
    r"统计公报|统计(?:月报|快报|数据|年鉴|分析|信息)|经济运行|运行(?:情况|简况|分析)|主要(?:经济)?(?:指标|数据)|完成情况|指标(?:情况|快报|一览)"
)
_COMPARED = re.compile(
    r"同比|环比|比上年|按(?:不变|可比)价格|增长\d|下降\d|提高\d|回落\d|上升\d"
    r"|增速|增加值|总产值|总额|产量|占比|占[^,。]{0,8}比重"
)
_LEAST_COMPARED, _COMPARED_PER_CHAR = 3, 0.035


class DocumentClassifier:
    """`plan_titles` and `news_titles` are expressions of events.yaml; a title about an event is news."""

    def __init__(self, plan_titles: str, news_titles: str) -> None:
        self._plan = re.compile(plan_titles)
        self._news = re.compile(news_titles)

    def classify(self, title: str, text: str) -> DocumentClass:
        """Both folded. Without a title the first line stands for it, where it is short enough."""
        lead = text[:_LEAD]
        title = title.strip() or _first_line(lead)
        about_event = self._news.search(title) is not None
        if not about_event and self._plan.search(title):
            return "plan"
        if not about_event and (_PROJECT_LIST.search(title) or _is_plan(text, lead)):
            return "plan"
        if _NOTICE.search(title) or _NOTICE_OPENING.match(lead):
            return "notice"
        if not about_event and (_STATISTICS.search(title) or _is_statistics(text)):
            return "statistics"
        return "news"


def _first_line(lead: str) -> str:
    line, found, _ = lead.strip().partition("\n")
    return line if found and len(line) <= _LONGEST_TITLE and "。" not in line else ""


def _is_plan(text: str, lead: str) -> bool:
    """A long text that calls itself a plan at its beginning is one, whatever its title."""
    if len(text) > _LONG and "规划" in lead and "纲要" in lead:
        return True
    return _PLAN_OPENING.match(lead) is not None


def _is_statistics(text: str) -> bool:
    """Hardly anything but figures that are compared with other figures."""
    part = text[:_LONG]
    compared = sum(1 for _ in _COMPARED.finditer(part))
    return compared >= _LEAST_COMPARED and compared >= _COMPARED_PER_CHAR * len(part)
