"""What gives a family away: independent signs, each with a weight. One alone may be a link or a left-over."""

import re
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Signal:
    """`weight` 3 is the family's own machinery, 2 its habit, 1 a hint."""

    family: str
    weight: int
    where: Literal["page", "url"]
    pattern: re.Pattern[str]
    words: str


def _signal(family: str, weight: int, where: Literal["page", "url"], pattern: str, words: str) -> Signal:
    return Signal(family, weight, where, re.compile(pattern, re.IGNORECASE), words)


SIGNALS = (
    _signal("hanweb_xxgk", 3, "page", r"module/xxgk/search\.jsp", "search.jsp of Hanweb's catalogue"),
    _signal(
        "hanweb_xxgk",
        3,
        "page",
        r"module/xxgk/tree\.jsp|\bloadDynamic\s*\(",
        "the tree of Hanweb's catalogue",
    ),
    _signal("hanweb_xxgk", 1, "page", r"infotypeId", "infotypeId"),
    _signal("truecms", 3, "page", r"messageController/getMessage\.do", "getMessage.do"),
    _signal("truecms", 3, "page", r"""\bid\s*=\s*["']?initData\b""", "an element #initData"),
    _signal("truecms", 1, "page", r"/TrueCMS/", "paths of TrueCMS"),
    _signal("truecms", 1, "page", r"/content/[0-9a-f]{8}-[0-9a-f-]{27}\.s?html?", "articles named by UUID"),
    _signal("truecms", 1, "url", r"/(\w+)/\1\.html?", "a page with the name of its folder"),
    _signal("hanweb_jpaas", 3, "page", r"jpaas-publish-server", "the interface of JPAAS"),
    _signal("hanweb_jpaas", 2, "page", r"\bqueryData\s*=", "units with queryData"),
    _signal("hanweb_jpaas", 1, "page", r"unitbuild\.js|parseType\s*=\s*.bu(?:il|li)dstatic", "unitbuild.js"),
    _signal("hanweb_jpage", 3, "page", r"dataproxy\.jsp", "dataproxy.jsp"),
    _signal("hanweb_jpage", 3, "page", r"(?:<|&lt;)datastore", "a <datastore>"),
    _signal("hanweb_jpage", 2, "page", r"default_pgContainer|\.jpage\s*\(", "a container of jpage"),
    _signal("hanweb_jpage", 1, "page", r"/art/\d{4}/\d+/\d+/art_\d+_\d+\.html", "articles of Hanweb"),
    _signal("hanweb_jpage", 1, "url", r"/col/col\d+/", "a column of Hanweb"),
    _signal("epoint", 3, "page", r"getgovinfolist", "getgovinfolist"),
    _signal("epoint", 3, "page", r"EWB-FRONT|webBuilderCommon", "scripts of Epoint"),
    _signal("epoint", 1, "page", r"siteGuid|<\?=\s*\w", "templates of Epoint"),
    _signal("epoint", 1, "url", r"categorynum=\d+", "a categorynum"),
    _signal("gkmlpt", 3, "url", r"/gkmlpt(?:/|$)", "an address of gkmlpt"),
    _signal("gkmlpt", 3, "page", r"gkmlpt/api/", "the interface of gkmlpt"),
    _signal("gkmlpt", 2, "page", r"\bSID\s*[:=]\s*['\"]\d+", "an SID"),
    _signal("ucap_channel", 4, "page", r"listByChannelRef/", "listByChannelRef"),
    _signal("ucap_channel", 5, "url", r"listByChannelRef/\w+", "listByChannelRef"),
    _signal("ucap_search", 2, "page", r"common/search/\w+", "the search of UCAP"),
    _signal("ucap_search", 5, "url", r"common/search/\w+", "the search of UCAP"),
    _signal("ucap_search", 1, "page", r"publishedTimeStr|data\.results|_isAgg", "fields of UCAP's search"),
    _signal("ucap", 3, "page", r"createPageHTML\s*\(\s*['\"]", "createPageHTML with a container"),
    _signal("ucap", 2, "page", r"\bUCAP|开普云", "marks of UCAP"),
    _signal(
        "ucap", 1, "page", r"class\s*=\s*['\"][^'\"]*\b(?:newsList|pageList|gzktable)\b", "lists of UCAP"
    ),
    _signal("ucap", 1, "url", r"/(?:\w+_)?lists?(?:_\d+)?\.shtml", "a list page of UCAP"),
    _signal("trs", 3, "page", r"createPageHTML\s*\(\s*(?!['\"])\w", "createPageHTML with numbers"),
    _signal("trs", 2, "page", r"\bcountPage\s*=\s*\d|\bPager\s*\(\s*\{", "page counters of TRS"),
    _signal("trs", 2, "page", r"/t20\d{6}_\d+\.s?html?", "articles of TRS"),
    _signal("trs", 1, "page", r"TRS_|trs_", "marks of TRS"),
    _signal("founder", 3, "url", r"/20\d{2}[-/]?\d{2}[-/]\d{2}/node_\d+\.s?html?", "an issue of a newspaper"),
    _signal("founder", 2, "page", r"\bnode_\d+\.s?html?", "pages of a newspaper"),
    _signal("founder", 2, "page", r"\bcontent_\d+\.s?html?", "articles of a newspaper"),
    _signal("founder", 1, "page", r"PagePicMap|Founder|方正|版面导航|第\w{1,4}版", "marks of an e-paper"),
)
# Below this a sign may be a link to another site or a left-over of a template.
ENOUGH = 3
_SEEN = 1_000_000


def scores(url: str, html: str) -> dict[str, list[Signal]]:
    """The signals that were found for every family that has enough, the strongest family first."""
    found: dict[str, list[Signal]] = {}
    for signal in SIGNALS:
        if signal.pattern.search(url if signal.where == "url" else html[:_SEEN]):
            found.setdefault(signal.family, []).append(signal)
    strong = {family: signs for family, signs in found.items() if weight(signs) >= ENOUGH}
    return dict(sorted(strong.items(), key=lambda one: -weight(one[1])))


def weight(signals: list[Signal]) -> int:
    return sum(signal.weight for signal in signals)
