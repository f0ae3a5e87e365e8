"""The mail: what a reader sees, and what a hostile page cannot do to it."""

import email
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import compat32, default
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from alerting_samples import NOW, due_message, new_alert
from hypothesis import given, settings
from hypothesis import strategies as st

from consumers.alerting.mail import MailWriter
from consumers.alerting.receivers import Receiver
from consumers.alerting.wording import MAX_SUBJECT_CHARS, subject
from wire.errors import ConfigurationError

WRITER = MailWriter("kaigong@example.cn", ZoneInfo("Asia/Shanghai"))
LI = Receiver(id="li@example.cn", to="li@example.cn")
HOSTILE = "<script>alert(1)</script>\"'>{{7*7}}{% raw %}\r\nBcc: x@example.cn\u2028\u202e\x00]]>"


def written(**facts: object) -> EmailMessage:
    """The mail as a reader's program gets it."""
    message = due_message(replace(new_alert("alert", **facts), rule_id="haizhou"))
    parsed = email.message_from_bytes(WRITER.write(message, LI).as_bytes(), policy=default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.marked: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = [value for name, value in attrs if name in ("href", "src", "onerror", "onclick")]
        self.links += [value for value in values if not str(value).startswith("mailto:kaigong@")]

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] == "mark":
            self.marked.append(data)
            self.tags.append("")


def test_the_subject_says_it_all() -> None:
    assert written()["Subject"] == "[开工] 海州区 · 云台新材料产业园项目（4.1亿元）"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"place": None}, "[开工] 云台新材料产业园项目（4.1亿元）"),
        ({"amount_cny": None}, "[开工] 海州区 · 云台新材料产业园项目"),
        ({"project": None}, "[开工] 海州区 · 云台新材料产业园项目开工（4.1亿元）"),
        ({"state": "planned"}, "[开工·计划] 海州区 · 云台新材料产业园项目（4.1亿元）"),
        ({"on": "article", "rule_name": "家医"}, "[家医] 云台新材料产业园项目开工"),
    ],
)
def test_what_is_not_known_is_left_out(facts: dict[str, object], expected: str) -> None:
    assert written(**facts)["Subject"] == expected


def test_a_long_name_is_cut_and_the_amount_stays() -> None:
    long = str(written(project="超长名称" * 100)["Subject"])
    assert len(long) == MAX_SUBJECT_CHARS
    assert long.endswith("…（4.1亿元）")


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_both_bodies_tell_the_facts_the_sentence_and_why(kind: str) -> None:
    body = part(written(), kind)
    for expected in (
        "海州区", "新材料", "开工（已发生）", "4.1亿元", "江苏北岭新材料有限公司", "海州区政府网", "海州发布",
        "2026-03-02 10:00", "http://127.0.0.11/art/1.html", "海州开工", "haizhou", "类型=开工，地区=海州区",
    ):  # fmt: skip
        assert expected in body


def test_the_words_are_marked_in_html() -> None:
    mail = written(words=["开工", "4.1亿元"])
    assert Tags(part(mail, "html")).marked == ["开工", "4.1亿元"]
    assert "总投资4.1亿元。" in part(mail, "plain")


def test_a_date_without_a_time_has_none_and_no_date_says_so() -> None:
    assert "时间：2026-03-02\r\n" in part(written(published_precision="day"), "plain")
    undated = part(written(published=None, published_precision="none"), "plain")
    assert "未注明（2026-03-02 10:00 发现）" in undated


def test_headers_that_programs_read() -> None:
    mail = written()
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == "<id@example.cn>"
    assert mail["To"].addresses[0].addr_spec == "li@example.cn"
    assert mail["From"].addresses[0].addr_spec == "kaigong@example.cn"
    assert mail["Date"].datetime == NOW
    assert mail.get_content_type() == "multipart/alternative"


@pytest.mark.parametrize(
    "fact",
    [
        "title",
        "project",
        "place",
        "sentence",
        "publisher",
        "source_name",
        "rule_name",
        "why",
        "industry",
        "type",
    ],
)
@pytest.mark.parametrize("on", ["event", "article"])
def test_hostile_facts_stay_text(fact: str, on: str) -> None:
    plain = written(on=on)
    mail = written(on=on, **{fact: HOSTILE}, words=["<script>", "开工"])
    assert sorted(mail.keys()) == sorted(plain.keys())
    assert "script" not in Tags(part(mail, "html")).tags
    for kind in ("plain", "html"):
        assert "\u202e" not in part(mail, kind)
        assert "49" not in part(mail, kind)
        assert "\nBcc" not in part(mail, kind)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", 'http://a/"><img src=x>', "data:text/html,x", "ftp://a/b", "", None]
)
def test_only_web_links_become_links(url: str | None) -> None:
    mail = written(url=url)
    assert Tags(part(mail, "html")).links == []
    assert "链接" not in part(mail, "plain")


# Header encoders have trouble where ASCII and Chinese meet, at spaces, and with what looks encoded already.
texts = st.text(max_size=200) | st.text('开工 aB·（）4.1亿[]=?_é😀"<>,;:@\\', max_size=200)


@settings(deadline=None)
@given(project=texts, title=texts, place=texts | st.none(), amount=st.integers(0, 10**15) | st.none())
def test_any_subject_survives_the_way_to_any_reader(
    project: str, title: str, place: str | None, amount: int | None
) -> None:
    facts = new_alert("alert", project=project, title=title, place=place, amount_cny=amount).facts
    expected = subject(facts)
    assert len(expected) <= MAX_SUBJECT_CHARS
    raw = WRITER.write(due_message(replace(new_alert("alert"), facts=facts)), LI).as_bytes()
    assert email.message_from_bytes(raw, policy=default)["Subject"] == expected
    old_reader = email.message_from_bytes(raw, policy=compat32)
    assert str(make_header(decode_header(old_reader["Subject"]))) == expected
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert raw.isascii()


def test_the_same_delivery_gives_the_same_bytes() -> None:
    assert written().as_bytes() == written().as_bytes()


def test_a_sender_that_is_no_address_is_refused_at_start() -> None:
    with pytest.raises(ConfigurationError, match="KAIGONG_MAIL_FROM"):
        MailWriter("开工", ZoneInfo("Asia/Shanghai"))


def test_a_reader_can_answer_and_leave_by_the_programs_own_button() -> None:
    mail = written()
    assert mail["List-Unsubscribe"] == "<mailto:kaigong@example.cn?subject=unsubscribe%20li%40example.cn>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Reply-To"] is None
    zone = ZoneInfo("Asia/Shanghai")
    writer = MailWriter("kaigong@example.cn", zone, contact="desk@example.cn")
    mail = writer.note(Receiver(id="李" * 64, to="li@example.cn"), "测试", "测试")
    assert mail["Reply-To"] == "desk@example.cn"
    url = f"<mailto:desk@example.cn?subject=unsubscribe%20{'%E6%9D%8E' * 64}>"
    assert f"\r\nList-Unsubscribe: {url}\r\n".encode() in mail.as_bytes()
    with pytest.raises(ConfigurationError, match="KAIGONG_MAIL_CONTACT"):
        MailWriter("kaigong@example.cn", zone, contact="desk")
