"""Articles for the benchmarks: drawn from clauses by a seeded generator, about as long as real ones.

One in five reports that a named project reached a stage; the others hold plans, rates and everyday news.
"""

import random
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

from wire import codec, identity
from wire.messages import Article
from wire.stream import NewRecord, Stream
from wire.topics import ARTICLES

PLACES = {
    "320706": "海州区", "320703": "连云区", "320707": "赣榆区", "320722": "东海县", "320723": "灌云县",
    "321102": "京口区", "321111": "润州区", "321112": "丹徒区", "320282": "宜兴市", "320981": "东台市",
}  # fmt: skip
_NAMES = ("云启", "海澜通", "瑞科达", "新锐泽", "江禾", "恒图", "盛源昌", "博远智", "天工源", "金桥航")
_TRADES = (
    "精密制造",
    "生物医药",
    "碳纤维复合材料",
    "储能电池",
    "智能装备",
    "冷链物流",
    "半导体封装",
    "海工装备",
)
_EVENTS = ("正式开工建设", "成功签约落户", "主体结构顺利封顶", "竣工投产", "正式投产")
_EVERYDAY = (
    "会议强调，要坚持问题导向，压实工作责任，确保各项任务落到实处",
    "全区上下要加快推进项目建设，力争早开工、早投产、早见效",
    "上半年规上工业增加值同比增长百分之六点三，重点项目开工率达到百分之九十二",
    "社区卫生服务中心组织家庭医生签约团队走进居民小区，开展健康宣传",
    "志愿者们清理河道垃圾，修剪绿化苗木，擦洗公共设施",
    "相关负责人介绍，下一步将持续优化营商环境，推动工业经济稳中向好",
    "文化馆举办书画展览，展出本地作者作品一百余件，吸引市民前来参观",
    "农技人员深入田间地头，指导农户做好水稻病虫害防治工作",
    "交通部门提醒，施工期间请过往车辆注意绕行，服从现场指挥",
    "区人社局举办专场招聘会，提供就业岗位一千二百余个",
    "据悉，该路段计划于明年六月底前完工，届时出行将更加便捷",
    "与会人员观看了警示教育片，并就贯彻落实会议精神作了交流发言",
)


def articles(
    count: int, *, seed: int = 11, now: datetime | None = None, chars: int = 1500
) -> Iterator[Article]:
    """`count` distinct articles; the same seed gives the same texts."""
    rng = random.Random(seed)
    now = now or datetime.now(UTC)
    for number in range(count):
        yield _article(rng, number, now, chars)


def _article(rng: random.Random, number: int, now: datetime, chars: int) -> Article:
    code, place = rng.choice(list(PLACES.items()))
    project = f"{rng.choice(_NAMES)}{number}{rng.choice(_TRADES)}项目"
    happened = rng.random() < 0.2
    event = rng.choice(_EVENTS)
    title = f"{place}{project}{event}" if happened else f"{place}召开第{number}次工作推进会"
    lead = (
        f"{now.month}月{now.day}日上午，{project}在{place}{event}。"
        f"项目总投资{rng.randrange(1, 90)}.{rng.randrange(10)}亿元。"
        if happened
        else f"{now.month}月{now.day}日，{place}召开会议，研究部署第{number}号事项。"
    )
    paragraphs = [lead]
    while sum(map(len, paragraphs)) < chars * rng.uniform(0.5, 1.5):
        clauses = rng.sample(_EVERYDAY, 3)
        paragraphs.append(f"{'，'.join(clauses)}。编号{rng.randrange(10**6)}。")
    text = "\n".join(paragraphs)
    published = now - timedelta(minutes=rng.randrange(600))
    return Article(
        article_id=identity.article_id(f"bench.example/{number}"),
        revision=1,
        source_id=f"bench-{code}",
        url=f"http://bench.example/{number}.html",
        title=title,
        text=text,
        published=published,
        published_precision="minute",
        shown_at=published,
        first_seen=now,
        fetched_at=now,
        region=code,
        content_hash=identity.content_hash(title, text),
    )


def record(article: Article, now: datetime) -> NewRecord:
    envelope = codec.wrap(article, lane="live", trace=article.article_id, now=now)
    return NewRecord(ARTICLES, article.article_id, codec.encode(envelope), codec.headers_of(envelope))


def fill(stream: Stream, count: int) -> None:
    """So many articles on `articles.v1`."""
    now = datetime.now(UTC)
    batch: list[NewRecord] = []
    with closing(stream.producer()) as producer:
        for article in articles(count, now=now):
            batch.append(record(article, now))
            if len(batch) == 500:
                producer.publish(batch)
                batch = []
        producer.publish(batch)


def page(article: Article) -> str:
    """The article as a detail page of a UCAP site."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in article.text.splitlines())
    nav = "".join(f'<li><a href="/c{n}/list.shtml">栏目{n}</a></li>' for n in range(40))
    assert article.published is not None
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{article.title}_要闻_示例区人民政府</title>'
        f'<meta name="SiteName" content="示例区人民政府"><meta name="ColumnName" content="要闻">'
        f'<meta name="ArticleTitle" content="{article.title}">'
        f'<meta name="PubDate" content="{article.published:%Y-%m-%d %H:%M}">'
        f'<meta name="ContentSource" content="示例区融媒体中心"></head><body><ul class="nav">{nav}</ul>'
        f"<h1>{article.title}</h1>"
        f'<div class="article-content" id="zoomcon"><UCAPCONTENT>{body}</UCAPCONTENT></div>'
        f'<div class="related"><ul>{nav}</ul></div>'
        '<div class="footer">主办单位：示例区人民政府办公室 苏ICP备00000000号</div></body></html>'
    )
