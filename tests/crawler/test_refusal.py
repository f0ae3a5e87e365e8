import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.article import challenge, is_soft_404

ARTICLE = """<html><head><title>{title}</title><meta name="ArticleTitle" content="{title}"></head><body>
<h1>{title}</h1><div id="zoom">""" + "<p>{text}</p>" * 30 + "</div></body></html>"  # fmt: skip
NEWS = ARTICLE.format(
    title="谨防验证码诈骗", text="民警提醒，请勿向他人透露验证码；页面不存在的链接不要点击，请稍候再试。"
)


@pytest.mark.parametrize(
    ("status", "page", "kind"),
    [
        (521, "<script>document.cookie=('_')+('_')+('j');location.href=location.pathname</script>", "jsl"),
        (200, '<script>go({"bts":["a","b"],"tn":"__jsl_clearance_s"})</script>', "jsl"),
        (412, '<meta id="x" content="{qt"><script>$_ts=window["$_ts"]</script>', "ruishu"),
        (202, f"<script>$_ts={{}};{'x' * 50_000}</script><body></body>", "ruishu"),
        (403, "<h1>403 Forbidden</h1>", "forbidden"),
        (429, "", "rate-limit"),
        (200, "<title>Just a moment...</title>", "cloudflare"),
        (200, "<p>您的访问过于频繁，请稍后再试</p>", "rate-limit"),
        (200, "<div>请完成下面的验证码后继续访问</div>", "captcha"),
        (200, "<title>安全验证</title><body></body>", "captcha"),
        (200, "<body>当前访问异常，请联系管理员</body>", "blocked"),
    ],
)
def test_challenges_are_named(status: int, page: str, kind: str) -> None:
    assert challenge(status, page) == kind


@pytest.mark.parametrize(
    ("status", "page"),
    [(200, NEWS), (200, ""), (404, "<h1>404</h1>"), (500, ""), (200, "<ul><li><a href=1>开工</a></ul>")],
)
def test_what_is_no_challenge(status: int, page: str) -> None:
    assert challenge(status, page) is None


@pytest.mark.parametrize(
    "page",
    [
        "<title>404</title>",
        "<title>页面不存在_清河市人民政府</title>" + "<p>清河市人民政府的导航</p>" * 300,
        "<body><p>抱歉，您访问的页面已被删除</p></body>",
        "<p>该信息正在审核中，请稍后访问</p>",
        '<html><script>window.location.href="/"</script></html>',
        "<script>location.replace('http://www.a.gov.cn/index.html')</script>",
        '<meta http-equiv="refresh" content="0;url=/">',
        '{"success":false,"code":500}',
        "<ul>" + "<li>栏目导航栏目</li>" * 100 + "</ul><h2>您查看的信息不存在</h2>",
        "<ul>" + "<li>栏目导航栏目</li>" * 100 + "</ul><div class=tip>抱歉，该文章已被删除！</div>",
        "<meta name=ArticleTitle content=产业园开工>" + "<li>栏目导航栏目</li>" * 100 + "<p>该信息已撤回</p>",
        "<li>栏目导航栏目</li>" * 100 + "<script>alert('您访问的页面不存在');history.back()</script>",
    ],
)
def test_soft_404(page: str) -> None:
    assert is_soft_404(page)


@pytest.mark.parametrize(
    "page",
    [
        NEWS,
        ARTICLE.format(title="网页已删除的内容不再显示？专家解读", text="这是正文。").replace(
            "<title>网页已删除", "<title>解读"
        ),
        ARTICLE.format(title="404医院开工建设", text="医院位于威海。").replace("404医院", "第404医院"),
        "",
        "<li>栏目导航栏目</li>" * 100 + "<div><a href=/1.html>网站文章已删除怎么办</a></div>",
        '{"success":true}',
        "{not json",
        '<p>短文一则，正常内容。</p><script>var a = "/"; location.hash</script>',
    ],
)
def test_what_is_no_soft_404(page: str) -> None:
    assert not is_soft_404(page)


@given(st.text(), st.integers(100, 599))
def test_any_page_is_judged(page: str, status: int) -> None:
    challenge(status, page)
    is_soft_404(page)
