"""What kind of document an article is: only news reports what happened."""

import re
from typing import Literal

DocumentClass = Literal["news", "plan", "notice"]

_LEAD = 200
_LONG = 5_000
_NOTICE = re.compile(r"(?:公告|公示|通告|通知|招标|中标)(?:\(.*\))?\s*$")


class DocumentClassifier:
    """`plan_titles` and `news_titles` are expressions of events.yaml; a title about an event is news."""

    def __init__(self, plan_titles: str, news_titles: str) -> None:
        self._plan = re.compile(plan_titles)
        self._news = re.compile(news_titles)

    def classify(self, title: str, text: str) -> DocumentClass:
        """Both folded. A long text that calls itself a plan at its beginning is one, whatever its title."""
        if self._plan.search(title) and not self._news.search(title):
            return "plan"
        if len(text) > _LONG and "规划" in text[:_LEAD] and "纲要" in text[:_LEAD]:
            return "plan"
        return "notice" if _NOTICE.search(title) else "news"
