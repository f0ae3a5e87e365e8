import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.article import decode_html

TEXT = "<html><head>{meta}</head><body>朱镕基视察，堃堃二〇二六年在镇江新区开工建设。</body></html>"
META_GB = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
META_UTF8 = "<meta charset='utf-8'>"


@pytest.mark.parametrize("header", [None, "GBK", "gb2312", "utf-8", "ISO-8859-1", "nonsense", ""])
@pytest.mark.parametrize("meta", ["", META_GB, META_UTF8])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_the_text_is_right_whatever_is_declared(encoding: str, meta: str, header: str | None) -> None:
    page = TEXT.format(meta=meta)
    assert decode_html(page.encode(encoding), header)[:2] == (page, encoding)


def test_wrong_declarations_are_problems() -> None:
    assert decode_html(TEXT.encode("gb18030"), "utf-8")[2] == [
        "charset repaired: the HTTP header says utf-8, but the page is in gb18030"
    ]
    assert decode_html(TEXT.format(meta=META_GB).encode(), None)[2] == [
        "charset repaired: the meta tag says gb18030, but the page is in utf-8"
    ]
    assert decode_html(TEXT.encode("gb18030"), "gb2312")[2] == []
    assert decode_html(b"<html>plain</html>", "GBK")[2] == []


def test_a_byte_order_mark_beats_the_header() -> None:
    text, encoding, problems = decode_html(b"\xef\xbb\xbf" + TEXT.encode(), "gb2312")
    assert (text, encoding) == (TEXT, "utf-8")
    assert len(problems) == 1
    assert decode_html(TEXT.encode("utf-16"), None)[0] == TEXT


def test_forced_encoding_beats_all() -> None:
    assert decode_html(TEXT.encode("big5", "replace"), "utf-8", "big5")[1] == "big5"


def test_a_page_cut_inside_a_character_stays_readable() -> None:
    text, encoding, problems = decode_html((TEXT * 20).encode()[:-10] + b"\xe5\xbc", None)
    assert encoding == "utf-8"
    assert text.startswith(TEXT)
    assert "cannot be read" in problems[0]


def test_a_few_bytes_of_gb18030_that_are_valid_utf8_by_chance() -> None:
    body = "<p>一下</p>".encode("gb18030")
    assert decode_html(body, "gbk")[0] == "<p>一下</p>"


@given(st.binary(), st.text(max_size=12) | st.none(), st.text(max_size=12) | st.none())
def test_any_bytes_are_decoded(body: bytes, header: str | None, forced: str | None) -> None:
    text, encoding, _ = decode_html(body, header, forced)
    assert isinstance(text, str)
    "".encode(encoding)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_utf8_is_never_taken_for_something_else(text: str) -> None:
    page = f"开工{text}"
    assert decode_html(page.encode(), "gb2312")[0] == page
