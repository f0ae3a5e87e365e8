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
        key="lyg",
        name="连云港市人民政府",
        short="连云港市",
        region="320700",
        family="truecms",
        style="plain",
        root="zglygzfmhwz",
        robots="open",
        columns=(
            Column("gcyw", "政务要闻", "工作动态"),
            Column("gsgg", "公示通告", "通知公告"),
        ),
    ),
    Site(
        key="hz",
        name="连云港市海州区人民政府",
        short="海州区",
        region="320706",
        family="truecms",
        style="listing",
        root="lyghzqrmzf",
        columns=(
            Column("hzyw", "海州要闻", "工作动态"),
            Column("tzggg", "通知公告", "通知公告"),
        ),
    ),
    Site(
        key="gy",
        name="连云港市赣榆区人民政府",
        short="赣榆区",
        region="320707",
        family="truecms",
        style="label",
        root="gyqzf",
        robots="rules",
        columns=(Column("gyyw", "赣榆要闻", "工作动态"),),
    ),
    Site(
        key="guanyun",
        name="灌云县人民政府",
        short="灌云县",
        region="320723",
        family="truecms",
        style="one-id",
        root="gyxzf",
        columns=(Column("gyyw", "灌云要闻", "工作动态"),),
    ),
    Site(
        key="ly",
        name="连云港市连云区人民政府",
        short="连云区",
        region="320703",
        family="truecms",
        style="onclick",
        root="lyq",
        columns=(Column("jrly", "今日连云", "工作动态"),),
    ),
    Site(
        key="zj",
        name="镇江市人民政府",
        short="镇江市",
        region="321100",
        family="ucap",
        style="page-list",
        root="zhenjiang",
        robots="open",
        columns=(
            Column("jrzj", "今日镇江", "工作动态", 8),
            Column("tzgg", "通知公告", "通知公告", 10),
        ),
    ),
    Site(
        key="jk",
        name="镇江市京口区人民政府",
        short="京口区",
        region="321102",
        family="ucap",
        style="list-content",
        root="jingkou",
        columns=(Column("jkyw", "京口要闻", "工作动态", 10),),
    ),
    Site(
        key="rz",
        name="镇江市润州区人民政府",
        short="润州区",
        region="321111",
        family="ucap",
        style="twelve-hours",
        root="runzhou",
        robots="html",
        columns=(Column("rzyw", "润州要闻", "工作动态", 10),),
    ),
    Site(
        key="xq",
        name="镇江新区管理委员会",
        short="镇江新区",
        region="321171",
        family="ucap",
        style="table",
        root="xinqu",
        columns=(Column("xqyw", "新区要闻", "工作动态", 10),),
    ),
    Site(
        key="lybao",
        name="连云潮报网",
        short="连云潮报",
        region="320700",
        family="paper",
        style="gb18030",
        root="news",
        charset="gb18030",
        columns=(Column("lygxw", "港城新闻", "新闻", 10),),
    ),
    Site(
        key="jjbao",
        name="京江晨讯网",
        short="京江晨讯",
        region="321100",
        family="paper",
        style="plain",
        root="news",
        columns=(Column("zjxw", "镇江新闻", "新闻", 10),),
    ),
)


def site(key: str) -> Site:
    return next(one for one in SITES if one.key == key)
