"""The mails in a real browser: legible by day and night, on a desk and on a phone."""

from pathlib import Path

import pytest
from chromium import Chromium
from mail_samples import samples

pytestmark = pytest.mark.skipif(Chromium.program() is None, reason="there is no Chromium on this machine")

# Every visible text with its colours as they are painted, the contrast of the two and its size.
TEXTS = r"""
const channels = (color) => color.match(/[\d.]+/g).map(Number);
const light = (color) => {
  const [r, g, b] = channels(color).slice(0, 3).map((one) => {
    one /= 255;
    return one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const behind = (element) => {
  for (; element; element = element.parentElement) {
    const color = getComputedStyle(element).backgroundColor;
    if (channels(color)[3] !== 0) return color;
  }
  return "rgb(255, 255, 255)";
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const found = [];
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement, text = walker.currentNode.textContent.trim();
  if (!text || element.tagName === "SCRIPT") continue;
  const style = getComputedStyle(element), back = behind(element);
  const [a, b] = [light(style.color), light(back)].sort((x, y) => y - x);
  found.push({text, contrast: (a + 0.05) / (b + 0.05), size: parseFloat(style.fontSize), back});
}
return found;
"""
WIDTHS = """
const card = document.querySelector(".card").getBoundingClientRect();
return {page: document.documentElement.scrollWidth, window: innerWidth, card: card.width};
"""
BACKGROUND = "return getComputedStyle(document.body).backgroundColor;"


@pytest.fixture
def chromium(tmp_path: Path) -> Chromium:
    return Chromium(tmp_path)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["digest", "update", "withdrawn"])
def test_every_word_can_be_read(chromium: Chromium, name: str, *, dark: bool) -> None:
    """Contrast as WCAG asks of small text."""
    texts = chromium.found(samples()[name].html, TEXTS, 800, dark=dark)
    assert len(texts) > 20
    assert [one for one in texts if one["contrast"] < 4.5 or one["size"] < 12] == []


def test_it_is_dark_where_the_reader_has_it_dark(chromium: Chromium) -> None:
    html = samples()["digest"].html
    assert chromium.found(html, BACKGROUND, 800, dark=False) == "rgb(245, 246, 248)"
    assert chromium.found(html, BACKGROUND, 800, dark=True) == "rgb(16, 20, 24)"


@pytest.mark.parametrize("width", [340, 390])
@pytest.mark.parametrize("name", ["digest", "alert"])
def test_a_phone_need_not_be_moved_sideways(chromium: Chromium, name: str, width: int) -> None:
    html = samples()[name].html.replace("desk@example.cn", f"desk@{'long-' * 12}example.cn")
    found = chromium.found(html.replace("content_4", "content_4" * 20), WIDTHS, width, dark=False)
    assert found["window"] == width
    assert found["page"] <= width
    assert found["card"] == width


def test_lines_on_a_desk_are_not_too_long_to_read(chromium: Chromium) -> None:
    assert chromium.found(samples()["digest"].html, WIDTHS, 1600, dark=False)["card"] == 640
