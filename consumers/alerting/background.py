"""What a message says beside its alerts: what was held back, and in a digest how the sources are."""

from collections.abc import Callable
from typing import TypeAlias
from zoneinfo import ZoneInfo

from consumers.alerting.model import Background
from consumers.alerting.wording import clean

# How the sources behind a receiver's rules are; None where it cannot be told now. Never raises.
SourcesOf: TypeAlias = Callable[[str], Background | None]

_SHOWN_REASONS = 5


def unknown(receiver: str) -> Background | None:  # noqa: ARG001 - a SourcesOf
    return None


def held_back_of(background: Background) -> str:
    """另有 33 条关键词命中未推送（计划 12，开工率 6，…）"""
    counts = sorted(background.held_back.items(), key=lambda one: (-one[1], one[0]))
    if not counts:
        return ""
    shown = "，".join(f"{clean(reason, 20)} {count}" for reason, count in counts[:_SHOWN_REASONS])
    more = "，…" if len(counts) > _SHOWN_REASONS else ""
    return f"另有 {sum(background.held_back.values())} 条关键词命中未推送（{shown}{more}）"


def sources_of(background: Background, zone: ZoneInfo) -> str:
    """45 个来源，43 正常，2 异常（自 11-20）"""
    if not background.sources:
        return ""
    well = background.sources - background.sick - background.unseen
    parts = [f"{background.sources} 个来源", f"{well} 正常"]
    if background.sick:
        since = background.sick_since
        parts.append(f"{background.sick} 异常{f'（自 {since.astimezone(zone):%m-%d}）' if since else ''}")
    if background.unseen:
        parts.append(f"{background.unseen} 尚未采集")
    return "，".join(parts)
