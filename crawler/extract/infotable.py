"""The table above documents of open government: 索引号, 发布机构, 文号 and so on."""

from crawler.extract.render import Line

_NUMBERS = frozenset({"索引号", "信息索引", "信息索引号", "文号", "发文字号", "文件编号"})
_LABELS = _NUMBERS | frozenset(
    {
        *("主题分类", "分类", "体裁分类", "组配分类", "信息分类", "名称", "标题", "信息名称", "文件名称"),
        *("发布机构", "发文机关", "发文机构", "发文单位", "发布单位", "服务对象", "公开方式", "公开范围"),
        *("公开日期", "成文日期", "生成日期", "发文日期", "发布日期", "发布时间", "废止日期", "失效日期"),
        *("生效日期", "关键词", "主题词", "内容概述", "时效", "时效性", "有效性", "效力状态", "公开形式"),
        "公开时限",
    }
)
_HEAD_LINES = 30
_LONGEST_ROW = 600
_LONGEST_LABEL = 12


def info_of(lines: list[Line]) -> dict[str, str]:
    """Label → value of an information table, in whichever way it is built."""
    found: dict[str, str] = {}
    for line in _rows(lines):
        if len(line.text) < _LONGEST_ROW:
            for label, value in _pairs(line.text):
                if value:
                    found.setdefault(label, value)
    return found if _is_table(set(found)) else {}


def without_info_table(lines: list[Line]) -> list[Line]:
    """The lines without an information table at their top; its 内容概述 repeats the first paragraph."""
    rows = _rows(lines[:_HEAD_LINES])
    labelled = [{label for label, _ in _pairs(row.text)} for row in rows]
    if not _is_table(set().union(*labelled)):
        return lines
    kept = [row for row, labels in zip(rows, labelled, strict=True) if not labels and not _is_label(row.text)]
    return kept + lines[_HEAD_LINES:]


def _rows(lines: list[Line]) -> list[Line]:
    """The lines, with a label and the value below it as one row."""
    rows: list[Line] = []
    for line in lines:
        # In a table of values the value of a lone label is empty.
        open_label = rows and not rows[-1].row and _is_label(rows[-1].text)
        if open_label and not _pairs(line.text) and len(line.text) < _LONGEST_ROW:
            rows[-1] = Line(f"{rows[-1].text}\t{line.text}")
        else:
            rows.append(line)
    return rows


def _is_table(labels: set[str]) -> bool:
    return len(labels) >= 3 and bool(labels & _NUMBERS)


def _pairs(line: str) -> list[tuple[str, str]]:
    """Known labels of a line with their values: `label<tab>value` or `label：value`."""
    cells = line.split("\t")
    pairs = []
    for number, cell in enumerate(cells):
        head, colon, rest = cell.replace("：", ":", 1).partition(":")
        label = "".join(head.split()).strip("[]【】")
        if len(label) > _LONGEST_LABEL or label not in _LABELS:
            continue
        if rest.strip():
            pairs.append((label, rest.strip()))
        elif number + 1 < len(cells) and not _is_label(cells[number + 1]):
            pairs.append((label, cells[number + 1].strip()))
        elif colon or len(cells) > 1:
            pairs.append((label, ""))
    return pairs


def _is_label(cell: str) -> bool:
    return "".join(cell.split()).strip("[]【】:：") in _LABELS
