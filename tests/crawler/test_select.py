import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.cssselect import CSSSelector

from crawler.extract.dom import parse, select

TREES = st.recursive(
    st.just(""),
    lambda inner: st.builds(
        "<{0} class='{1}'>{2}</{0}>{3}".format,
        st.sampled_from(["div", "ul", "li"]),
        st.sampled_from(["a", "b", "a b"]),
        inner,
        inner,
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    "css", ["ul.a li", ".a .b li", ".a ul > li", "div > ul li", ".a li, .b > li", "ul li.b", ".a:not(li) .b"]
)
@given(tree=TREES)
def test_descendants_are_the_ones_of_css(css: str, tree: str) -> None:
    root = parse(f"<div>{tree}</div>")
    assert select(root, css) == CSSSelector(css, translator="html")(root)
