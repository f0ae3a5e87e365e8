"""What a message says is what is known at the moment from which on corrections are told by themselves."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from alerting_line import Line
from alerting_samples import article
from msgspec import structs

from consumers.alerting.background import unknown
from consumers.alerting.grouping import Grouping
from consumers.alerting.model import Background
from consumers.alerting.schedule import Calendar

RULE = "keywords: [开工]\nto: [li@example.cn]\n"
HOURLY = "receivers:\n  li: {to: li@example.cn, when: hourly}\n"


def test_a_withdrawal_while_a_digest_is_made_is_told(tmp_path: Path) -> None:
    """Nobody is told by a mail of its own before the digest is made: then the digest must say it."""
    with closing(Line(tmp_path, haizhou=RULE)) as line:
        (tmp_path / "receivers.yaml").write_text(HOURLY, "utf-8")
        line.clock.advance(timedelta(seconds=2))
        line.feed(article())

        def withdrawn_meanwhile(receiver: str) -> Background | None:
            line.feed(structs.replace(article(), revision=2, withdrawn_at=line.clock.now()))
            return unknown(receiver)

        line.clock.advance(timedelta(hours=1))
        calendar = Calendar(ZoneInfo("Asia/Shanghai"))
        Grouping(line.outbox, calendar, line.clock, withdrawn_meanwhile).round(line.receivers.current())

        [digest] = [message for message in line.outbox.messages.due(9) if message.form == "digest"]
        [item] = digest.content.items
        assert "撤回" in str(item.facts["withdrawn"])
