"""What the demo shows, in Chinese: progress, what was found, one mail, and how to go on."""

from email.message import EmailMessage

from rich.panel import Panel
from rich.text import Text

from kaigong.demo.findings import Findings
from kaigong.demo.mailbox import words
from kaigong.output import out, plain, print_table
from wire.messages import TaggedArticle

_MAILS_LISTED = 12


def status(findings: Findings, mails: int) -> str:
    """One line of progress."""
    events = sum(count for (_, state), count in findings.events().items() if state == "done")
    return (
        f"已采集 {len(findings.articles)} 篇 · 已打标 {len(findings.tagged)} 篇 · "
        f"真实项目事件 {events} 个 · 邮件 {mails} 封"
    )


def report(findings: Findings, mails: list[EmailMessage], names: dict[str, str]) -> None:
    _sources(findings, names)
    _events(findings)
    _held_back(findings)
    _alerts(findings, mails)
    if mails:
        _one_mail(mails[0])


def arrived(article: TaggedArticle, names: dict[str, str]) -> Text:
    """One line for an article that has just come."""
    events = [e for e in article.events if e.named and e.state == "done"]
    line = Text(f"{names.get(article.source_id, article.source_id)}  ", style="dim")
    line.append(plain(article.title), style="bold" if events else "")
    for event in events[:2]:
        amount = f" {event.amount_yi:g}亿元" if event.amount_yi else ""
        line.append(f"  [{event.type}]{amount}", style="bold red")
    return line


def _sources(findings: Findings, names: dict[str, str]) -> None:
    counts = findings.per_source().most_common()
    rows = [(names.get(id_, id_), count, id_) for id_, count in counts]
    print_table(("来源", "文章", "编号"), rows, title=f"\n采集到 {len(findings.articles)} 篇文章")


def _events(findings: Findings) -> None:
    counts = findings.events()
    types = sorted({type_ for type_, _ in counts}, key=lambda t: -counts[t, "done"])
    rows = [(t, counts[t, "done"] or "", counts[t, "planned"] or "") for t in types]
    print_table(("事件", "已发生", "计划中"), rows, title="\n具名项目的事件（同一事件可能由几家来源报道）")


def _held_back(findings: Findings) -> None:
    reasons = findings.held_back().most_common()
    total = sum(count for _, count in reasons)
    rows = []
    for reason, count in reasons:
        example = next(
            (_around(article, hit.start) for article in findings.tagged.values() for hit in article.held_back
             if hit.reason == reason and hit.start is not None),
            "",
        )  # fmt: skip
        rows.append((reason, count, example))
    print_table(
        ("原因", "次数", "例子"), rows, title=f"\n命中关键词、但没有推送的 {total} 处：关键词不等于事件"
    )


def _alerts(findings: Findings, mails: list[EmailMessage]) -> None:
    late = sum(alert.kind == "late" for alert in findings.alerts.values())
    new = len(findings.alerts) - late
    out.print(
        Text(
            f"\n预警 {new} 条，邮件 {len(mails)} 封；首次采集到的旧闻 {late} 条只留存、不发邮件", style="bold"
        )
    )
    for mail in mails[:_MAILS_LISTED]:
        out.print(Text("  " + plain(str(mail["Subject"]))), soft_wrap=True)
    if len(mails) > _MAILS_LISTED:
        out.print(Text(f"  …… 另有 {len(mails) - _MAILS_LISTED} 封"))


def _one_mail(mail: EmailMessage) -> None:
    out.print()
    out.print(
        Panel(Text(_lines(words(mail).strip())), title=Text(plain(str(mail["Subject"]))), title_align="left")
    )


def _around(article: TaggedArticle, start: int) -> str:
    """The words on both sides of a hit."""
    text = article.text
    return plain(text[max(0, start - 10) : start + 14])


def _lines(text: str) -> str:
    return "\n".join(plain(line) for line in text.splitlines())
