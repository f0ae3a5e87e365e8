"""Line breaks inside sentences, as newspaper columns have them, some with an empty line between.

An empty line usually ends a paragraph or a headline: there it takes a divided word, or running text that
neither ends before it nor begins behind it.
"""

import re
from collections.abc import Iterator
from itertools import accumulate

_BLANKS = " \t\u3000"
# The line's end comes first: only then does the search skip all else. Blanks before it are cut off behind.
_BREAK = re.compile(rf"\n[{_BLANKS}]*(?P<empty>\n[{_BLANKS}]*)?")
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SENTENCE_CHAR = re.compile(rf"[{HAN}0-9A-Za-z]")
# A line of prose is long, has clause marks in it and does not end with one.
_PROSE_CHARS = 12
_CLAUSE_MARK = re.compile('[，。；、,;！？]|[：:][“"]')  # a headline may hold a bare colon
_OTHER_MARK = re.compile('[，。；、,;]|[：:][“"]')
_SENTENCE_END = re.compile(r"[。！？；!?;][”’』」\"')）\]]*\Z")
_LONGEST_HEADLINE = 40
_WINDOW = 12  # how much of both lines is cut into words
_FEWEST = 6
_BEGINS = re.compile(
    r"[一二三四五六七八九十\d]+[、.．）)月年]|第[一二三四五六七八九十\d]+[章节条版部]|本[报网台]|新华社|[记作]者|通讯员|来源|编辑|责编"
    r"|附[件：:]|联系|下一步|近年|近日|日前|据|今年|去年|目前|当前|此外|同时|随着|截至|会上|会议|活动|接下来|未来"
)
# Words of one character that often end a headline, or begin a paragraph.
_MAY_END = frozenset(
    "会县区市省州镇乡村人上下中里外前后内间时年月日好足大多高强新美势路局部处厂园城家者员性化"
)
_MAY_BEGIN = frozenset(
    "在据从以我新为对与和是有这那各该本其他她它把被将由自到向让使给比就也都还又再不没如若当每随经按凭全一二三四五六七八九十"
)
_GOES_ON_BEFORE = frozenset("的地和与及或在对将为把被向从由以于并使让是至各该这某每")
_GOES_ON_BEHIND = frozenset("的了着得和与及")


def broken_lines(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the line breaks that stand inside a sentence."""
    line_start = 0
    for match in _BREAK.finditer(text):
        line = text[line_start : match.start()].rstrip(_BLANKS)
        start, end = line_start + len(line), match.end()
        line_start = end
        if not line or not _SENTENCE_CHAR.match(line[-1]) or not _SENTENCE_CHAR.match(text[end : end + 1]):
            continue
        if _is_empty_line_inside(line, text, end) if match["empty"] else _goes_on(line, text, end):
            yield start, end


def _is_prose(line: str) -> bool:
    return len(line) >= _PROSE_CHARS and _CLAUSE_MARK.search(line) is not None


def _goes_on(line: str, text: str, end: int) -> bool:
    """Whether prose does; 投资30亿元！项目开工 is a headline where articles begin behind it."""
    if not _is_prose(line):
        return False
    return _OTHER_MARK.search(line) is not None or _BEGINS.match(text, end) is None


def _is_empty_line_inside(line: str, text: str, end: int) -> bool:
    if len(line) < _FEWEST or (line[-1].isdigit() and text[end].isdigit()):
        return False
    stop = text.find("\n", end)
    following = text[end : stop if stop >= 0 else len(text)].rstrip()
    is_prose, is_running = _is_prose(line), _CLAUSE_MARK.search(following) is not None
    if (is_prose or is_running) and _divides_word(line[-_WINDOW:], following[:_WINDOW], is_prose=is_prose):
        return True
    if not is_running or not is_prose or _BEGINS.match(following):
        return False
    if line[-1] in _GOES_ON_BEFORE or following[0] in _GOES_ON_BEHIND:
        return True
    return len(line) > _LONGEST_HEADLINE and _SENTENCE_END.search(following) is not None


def _divides_word(before: str, behind: str, *, is_prose: bool) -> bool:
    """Whether a word lies over the border that is none without its other half: 上市潜|力.

    Two words that make a third together (工业|园区) may well be two. In prose two odd characters are
    enough, for a name that no dictionary has: 海州区工|信局.
    """
    import rjieba  # noqa: PLC0415  its dictionary takes 30 MB and a third of a second, and few texts ask

    if (
        is_prose
        and _is_odd(rjieba.cut(before, False)[-1], _MAY_END)
        and _is_odd(rjieba.cut(behind, False)[0], _MAY_BEGIN)
    ):
        return True
    border = len(before)
    ends = list(accumulate(map(len, rjieba.cut(before + behind, False))))
    if border in ends:
        return False
    start = max((end for end in ends if end < border), default=0)
    apart = rjieba.cut(before, False)
    if start not in {0, *accumulate(map(len, apart))}:
        return False
    stop = min(end for end in ends if end > border)
    return border - start == 1 or stop - border == 1 or len(apart[-1]) == 1


def _is_odd(word: str, usual: frozenset[str]) -> bool:
    return len(word) == 1 and "\u4e00" <= word <= "\u9fff" and word not in usual
