"""The sites of the demo: real places, invented publishers' pages, each on a loopback address of its own."""

from dataclasses import dataclass
from typing import Literal

Family = Literal["truecms", "ucap", "paper"]
Robots = Literal["missing", "open", "rules", "html"]


@dataclass(frozen=True, slots=True)
class Column:
    """`page_size` rows make one page of the list."""

    key: str
    name: str
    kind: str
    page_size: int = 60


@dataclass(frozen=True, slots=True)
class Site:
    """`style` names the deviation of this site from its family; the templates know what it means."""

    key: str
    name: str
    short: str
    region: str
    family: Family
    style: str
    root: str
    columns: tuple[Column, ...]
    robots: Robots = "missing"
    charset: str = "utf-8"

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)


SITES: tuple[Site, ...] = (
    Site(
        "lyg",
        "连云港市人民政府",
        "连云港市",
        "320700",
        "truecms",
        "plain",
        "zglygzfmhwz",
        (Column("gcyw", "政务要闻", "工作动态"), Column("gsgg", "公示通告", "通知公告")),
        robots="open",
    ),
    Site(
        "hz",
        "连云港市海州区人民政府",
        "海州区",
        "320706",
        "truecms",
        "listing",
        "lyghzqrmzf",
        (Column("hzyw", "海州要闻", "工作动态"), Column("tzggg", "通知公告", "通知公告")),
    ),
    Site(
        "gy",
        "连云港市赣榆区人民政府",
        "赣榆区",
        "320707",
        "truecms",
        "label",
        "gyqzf",
        (Column("gyyw", "赣榆要闻", "工作动态"),),
        robots="rules",
    ),
    Site(
        "guanyun",
        "灌云县人民政府",
        "灌云县",
        "320723",
        "truecms",
        "one-id",
        "gyxzf",
        (Column("gyyw", "灌云要闻", "工作动态"),),
    ),
    Site(
        "ly",
        "连云港市连云区人民政府",
        "连云区",
        "320703",
        "truecms",
        "onclick",
        "lyq",
        (Column("jrly", "今日连云", "工作动态"),),
    ),
    Site(
        "zj",
        "镇江市人民政府",
        "镇江市",
        "321100",
        "ucap",
        "page-list",
        "zhenjiang",
        (Column("jrzj", "今日镇江", "工作动态", 8), Column("tzgg", "通知公告", "通知公告", 10)),
        robots="open",
    ),
    Site(
        "jk",
        "镇江市京口区人民政府",
        "京口区",
        "321102",
        "ucap",
        "list-content",
        "jingkou",
        (Column("jkyw", "京口要闻", "工作动态", 10),),
    ),
    Site(
        "rz",
        "镇江市润州区人民政府",
        "润州区",
        "321111",
        "ucap",
        "twelve-hours",
        "runzhou",
        (Column("rzyw", "润州要闻", "工作动态", 10),),
        robots="html",
    ),
    Site(
        "xq",
        "镇江新区管理委员会",
        "镇江新区",
        "321171",
        "ucap",
        "table",
        "xinqu",
        (Column("xqyw", "新区要闻", "工作动态", 10),),
    ),
    Site(
        "lybao",
        "连云潮报网",
        "连云潮报",
        "320700",
        "paper",
        "gb18030",
        "news",
        (Column("lygxw", "港城新闻", "新闻", 10),),
        charset="gb18030",
    ),
    Site(
        "jjbao",
        "京江晨讯网",
        "京江晨讯",
        "321100",
        "paper",
        "plain",
        "news",
        (Column("zjxw", "镇江新闻", "新闻", 10),),
    ),
)


def site(key: str) -> Site:
    return next(one for one in SITES if one.key == key)
