"""What of a page that was read goes onto the stream."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sites.loopback_site import article

from crawler.article import extract
from crawler.drafts import Draft, Revision, revised, withdrawn
from crawler.records import Link
from crawler.revisits import Revisits
from crawler.sources import Source
from wire import codec, settings
from wire.messages import Article, Envelope

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
DAY = timedelta(days=1)
PLAN = Revisits.of(settings.load({}))
SOURCE = Source(id="test-source", name="测试", region="320706", url="http://x.gov.cn/list/")
LINK = Link("a", "http://x.gov.cn/a.html", "test-source", "标题", None, "none", NOW, "live", next_try=NOW)
TEXT = "项目总投资4.1亿元，占地120亩。区有关负责人参加活动。各方将加快推进后续工作，力争早日投产见效。"


def _revised(link: Link, before: Article | None, title: str = "产业园开工", text: str = TEXT) -> Revision:
    page = extract(article(title, text), link.url, zone=ZoneInfo("Asia/Shanghai"), source=SOURCE)
    return revised(Draft(link, SOURCE, page, NOW + DAY), before, NOW + DAY, PLAN)


def _sent(revision: Revision) -> Article:
    return _envelope(revision).payload


def _envelope(revision: Revision) -> Envelope[Article]:
    assert revision.record is not None
    assert revision.record.value is not None
    return codec.decode_as(Article, revision.record.value)


FIRST = _revised(LINK, None)


def test_a_first_revision_changes_nothing_and_is_kept() -> None:
    assert _sent(FIRST).change is None
    assert FIRST.copy == _sent(FIRST)


def test_an_edit_is_a_revision_with_what_it_changed() -> None:
    second = _revised(FIRST.link, FIRST.copy, text=TEXT.replace("4.1", "4.3"))
    change = _sent(second).change

    assert _sent(second).revision == 2
    assert change is not None
    assert (change.kind, change.changed, change.chars_added) == ("edited", ["text"], 1)
    assert second.copy == _sent(second)


def test_the_same_content_is_no_message() -> None:
    assert _revised(FIRST.link, FIRST.copy).record is None


def test_an_edit_of_what_an_earlier_version_published_says_that_it_is_one() -> None:
    same = _revised(FIRST.link, None)
    other = _revised(FIRST.link, None, title="产业园奠基")

    assert same.record is None
    assert same.copy is not None, "the next edit can be told in full"
    change = _sent(other).change
    assert change is not None
    assert (change.kind, change.changed) == ("edited", [])


def test_a_withdrawal_tells_everything_as_it_was() -> None:
    gone = replace(FIRST.link, gone_since=NOW)
    revision = withdrawn(gone, SOURCE, FIRST.copy, NOW + DAY, PLAN)
    told = _sent(revision)

    assert (told.revision, told.withdrawn_at) == (2, NOW + DAY)
    assert (told.title, told.text, told.content_hash) == (
        _sent(FIRST).title,
        _sent(FIRST).text,
        _sent(FIRST).content_hash,
    )
    assert told.change is not None
    assert told.change.kind == "withdrawn"
    again = withdrawn(gone, SOURCE, FIRST.copy, NOW + 2 * DAY, PLAN)
    assert _envelope(again).id == _envelope(revision).id, "after a crash it is the same record again"


def test_what_comes_back_unchanged_is_a_revision() -> None:
    gone = withdrawn(replace(FIRST.link, gone_since=NOW), SOURCE, FIRST.copy, NOW + DAY, PLAN)
    back = _revised(gone.link, gone.copy)
    told = _sent(back)

    assert (told.revision, told.withdrawn_at) == (3, None)
    assert told.change is not None
    assert (told.change.kind, told.change.changed) == ("returned", [])
    assert back.link.withdrawn_at is None


def test_a_withdrawal_without_a_copy_has_the_title_of_the_list() -> None:
    told = _sent(withdrawn(replace(FIRST.link, gone_since=NOW), SOURCE, None, NOW + DAY, PLAN))
    assert (told.title, told.text, told.withdrawn_at) == ("标题", "", NOW + DAY)
