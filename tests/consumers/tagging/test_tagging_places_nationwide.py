"""Towns, zones, old names and names that are words: what the tables of the whole country bring with them."""

from typing import Any

import pytest


def found(tagged: Any) -> list[tuple[str, str | None]]:
    return [(place.surface, place.code) for place in tagged.places if place.method != "home"]


@pytest.mark.parametrize(
    ("text", "home", "expected"),
    [
        ("登封市嵩阳街道办事处", None, [("登封市", "410185"), ("嵩阳街道", "410185001")]),
        ("新坝镇项目开工。", "320706", [("新坝镇", "320706102")]),
        ("新坝镇项目开工。", "321100", [("新坝镇", "321182101")]),
        ("扬中市召开会议，新坝镇参加。", None, [("扬中市", "321182"), ("新坝镇", "321182101")]),
        ("东莞市虎门镇", None, [("东莞市", "441900"), ("虎门镇", "441900121")]),
        ("板浦镇、浦南两地", "320706", [("板浦镇", "320706103"), ("浦南", "320706104")]),
        ("板浦镇举行签约仪式。", None, [("板浦镇", "320706103")]),
    ],
)
def test_a_town_is_found_in_its_county(tag: Any, text: str, home: str | None, expected: Any) -> None:
    assert found(tag(text, region=home)) == expected


def test_a_town_of_many_counties_keeps_its_candidates(tag: Any) -> None:
    place = tag("城关镇新开工项目3个。", region="410000").places[0]
    assert place.code is None
    assert 50 < len(place.candidates) <= 100


def test_a_town_far_from_home_is_not_believed(tag: Any) -> None:
    place = tag("板浦镇举行签约仪式。", region="510100").places[0]
    assert (place.code, place.candidates) == (None, ["320706103"])


def test_a_rule_for_the_county_finds_its_town(tag: Any) -> None:
    tagged = tag("连云港市海州区板浦镇的桂江新材料项目正式开工。")
    assert tagged.place_codes == ["320700", "320000", "320706", "320706103"]
    assert tagged.main_place == "320706"
    assert set(tagged.events[0].place_codes) == set(tagged.place_codes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("浏阳经开区企业复工", [("浏阳经开区", "430181")]),
        ("连云港经开区", [("连云港经开区", "320771")]),
        ("合肥高新区", [("合肥高新区", "340176")]),
        ("苏州工业园区", [("苏州工业园区", "320576")]),
        ("贵阳国家高新技术产业开发区", [("贵阳国家高新技术产业开发区", "520100")]),
        ("吴江经开区", [("吴江经开区", "320509400")]),
        ("昆山市高新区", [("昆山市高新区", "320583")]),
        ("甘肃兰州新区", [("甘肃", "620000"), ("兰州新区", "620171")]),
        ("滨州北海经济开发区", [("滨州", "371600"), ("北海经济开发区", None)]),
        ("新建一批工业集中区和经济开发区", []),
        ("华昌新材料产业园、生物医药产业园和汽车工业园开工", []),  # each of the three is a town somewhere
    ],
)
def test_zones_by_the_name_of_their_region(tag: Any, text: str, expected: Any) -> None:
    assert found(tag(text)) == expected


@pytest.mark.parametrize(
    ("text", "home", "expected"),
    [
        ("原楚州区企业", None, [("楚州区", "320803")]),
        ("石家庄市桥东区旧址", None, [("石家庄市", "130100"), ("桥东区", None)]),  # it became two
        ("桥东区的旧厂", "130100", [("桥东区", None)]),
        ("桥东区的旧厂", "130700", [("桥东区", "130702")]),
        ("上城区、原江干区企业", "330100", [("上城区", "330102"), ("江干区", None)]),
        ("桥东区的旧厂", None, [("桥东区", "130702")]),
        ("杭州市江干区", None, [("杭州市", "330100"), ("江干区", None)]),
    ],
)
def test_former_names(tag: Any, text: str, home: str | None, expected: Any) -> None:
    assert found(tag(text, region=home)) == expected


@pytest.mark.parametrize(
    ("text", "home", "expected"),
    [
        ("西安、大连、福州、义乌", None, ["610100", "210200", "350100", "330782"]),
        ("朝阳举行签约仪式", None, [None]),
        ("朝阳举行签约仪式", "211300", ["211300"]),
        ("东城、西城联合招商", "110000", ["110101", "110102"]),
        ("南京鼓楼、合肥蜀山", None, ["320100", "320106", "340100", "340104"]),
        ("天河新材把总部迁来", "420100", []),
        ("广州天河的企业", "420100", ["440100", "440106"]),
        ("加强合作，整合资源，全县通道建设", "451200", []),
        ("资源县合作共建", None, ["450329"]),
        ("诗画锦屏与宁海片区", "320706", ["320706100", "320706014"]),  # also counties, far away
        ("形成“印江红”品牌", "321100", []),
        ("合肥市滨湖新区", None, ["340100", "340100"]),
        ("平南、桂平等县市", "450800", ["450821", "450881"]),
        ("鱼跃龙门，以产兴城", "321100", []),
        ("镇长王海宁与记者 李宁海", None, []),
        ("长安汽车与白云山", "440100", []),
        ("唐山市路南、路北两区", None, ["130200", "130202", "130203"]),
        ("宜宾三江新区与西湖龙井", None, ["511500", "511500"]),
    ],
)
def test_short_names(tag: Any, text: str, home: str | None, expected: list[str | None]) -> None:
    assert [code for _, code in found(tag(text, region=home))] == expected


@pytest.mark.parametrize(
    ("text", "home", "expected"),
    [
        ("福州市公布名单，鼓楼区入选。", "320300", None),  # home and the text disagree
        ("福州市公布名单，鼓楼区入选。", None, "350102"),
        ("福州市客商到访鼓楼区。", "320300", "320302"),
        ("湖北省来电：鼓楼区入选。", None, None),
        ("徐州市鼓楼区开工。鼓楼区表示满意。", "320100", "320302"),  # the text itself said which
        ("鼓楼区的书店开到了福州市。", "320300", "320302"),  # what comes later does not say which
        ("福州市的专家来到鼓楼区。", "320300", "320302"),
        ("鼓楼区公布名单。福州市来贺。鼓楼区表示感谢。", "320300", None),  # what came before does not either
        ("徐州市鼓楼区开工。南京市来贺。鼓楼区表示满意。", "320100", None),
    ],
)
def test_disagreement_is_no_decision(tag: Any, text: str, home: str | None, expected: str | None) -> None:
    last = [place for place in tag(text, region=home).places if place.surface == "鼓楼区"][-1]
    assert last.code == expected


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("眉山（记者 白航）电：项目开工。", "dateline"),
        ("新华社眉山3月1日电", "dateline"),
        ("【眉山新报讯】3月1日，项目开工。", "dateline"),
        ("来源：眉山发布", "publisher"),
        ("眉山日报讯", "publisher"),
        ("眉山桂江科技有限公司", "hq"),
        ("桂江（眉山）科技有限公司", "hq"),
        ("总部位于眉山的桂江科技", "hq"),
        ("来自四川眉山的客商", "origin"),
        ("眉山、宜宾客商到访", "origin"),
        ("眉山市党政代表团到访", "origin"),
        ("签约仪式在眉山举行", "venue"),
        ("一行赴眉山招商", "venue"),
        ("项目在眉山开工", "site"),
    ],
)
def test_roles_tell_sites_from_the_rest(tag: Any, text: str, role: str) -> None:
    place = next(place for place in tag(text, region="440300").places if place.surface.startswith("眉山"))
    assert (place.code, place.role) == ("511400", role)


def test_at_home_a_ceremony_is_at_its_site(tag: Any) -> None:
    assert tag("签约仪式在眉山举行", region="511402").places[0].role == "site"


def test_the_districts_of_a_city_speak_for_each_other(tag: Any) -> None:
    assert [code for _, code in found(tag("昌平区、朝阳区和顺义区"))] == ["110114", "110105", "110113"]


@pytest.mark.parametrize(
    ("text", "home", "expected"),
    [
        ("着力做大海州楼宇经济", "320706", [("海州", "320706")]),
        ("海州工业园区主任李强", "320706", [("海州工业园区", "320706")]),
        ("新建锦屏、宁海等基层医院", "320706", [("锦屏", "320706100"), ("宁海", "320706014")]),
        # 南城 and 洪门 are towns there, and 南城县 has a town of that name, too.
        ("南城幼儿园和洪门扩建", "320706", [("南城", "320706021"), ("洪门", "320706013")]),
        ("浦南镇和岗埠农场种花卉", "320706", [("浦南镇", "320706104"), ("岗埠农场", "320706402")]),
        ("京口区新民洲木业项目", "321100", [("京口区", "321102"), ("新民洲", "321102401")]),
        ("镇江新区丁卯板块", None, [("镇江新区", "321171"), ("丁卯", "321171001")]),
        ("镇江新区丁卯年间的旧事", None, [("镇江新区", "321171")]),
        ("充分利用江苏航院和连云港实验学校的资源", "320700", []),
        ("镇江市推广“印江红”经验", "321100", [("镇江市", "321100")]),
        ("铜仁市推广“印江红”经验", "520600", [("铜仁市", "520600"), ("印江", "520625")]),
    ],
)  # fmt: skip
def test_names_that_count_in_their_county(tag: Any, text: str, home: str | None, expected: Any) -> None:
    assert found(tag(text, region=home)) == expected


def test_common_nouns_named_together_are_the_counties_of_home(tag: Any) -> None:
    three = tag("城区、郊区、矿区三区合办夜市。", region="140300")
    assert found(three) == [("城区", "140302"), ("郊区", "140311"), ("矿区", "140303")]
    assert found(tag("城区、郊区道路改造。", region="330100")) == []
    assert found(tag("城区、农村道路改造。", region="140300")) == []


def test_a_county_in_front_of_its_town_is_not_lost_to_the_dictionary(tag: Any) -> None:
    assert ("如东", "320623") in found(tag("如东洋口港储罐封顶。", region="320600"))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("深圳禾玮数控把研发放在绵阳。", "hq"),
        ("江苏联宇医疗器械研发生产项目现场", "hq"),
        ("江苏徐圩石化基地开工", "site"),
        ("安徽新能源汽车产量增长", "site"),
    ],
)
def test_a_brand_behind_a_name_says_where_a_company_is_from(tag: Any, text: str, role: str) -> None:
    assert tag(text, region="320706").places[0].role == role


@pytest.mark.parametrize(
    ("text", "home", "expected"),
    [
        ("历下、市中、槐荫三区同办灯会。", "370100", ["370102", "370103", "370104"]),
        ("福州鼓楼、台江两区整治内河。", None, ["350100", "350102", "350103"]),
        ("麻城、罗田两县市的护林员", "421100", ["421181", "421123"]),
        ("线上、线下两区同时开放", "370100", []),
        ("城东、城西两区同时开放", "370100", []),
        ("虎门、厚街两镇的龙舟队", "441900", ["441900121", "441900122"]),
        ("亳州、樟树等地药市开张", None, ["341600", "360982"]),
        ("杨树、樟树等树种", None, []),
    ],
)
def test_the_word_behind_a_list_says_what_its_names_are(
    tag: Any, text: str, home: str | None, expected: list[str]
) -> None:
    assert [code for _, code in found(tag(text, region=home))] == expected


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("绿水青山就是金山银山。", "321111"),
        ("打造朝阳产业，维护世界和平。", "211300"),
        ("守护大运河，推广西湖龙井。", "130900"),
        ("融入中原经济区。", "410100"),
        ("各位来宾，欢迎。", "451300"),
        ("武昌鱼和延安精神。", "420100"),
    ],
)
def test_longer_words_hide_a_name_even_at_home(tag: Any, text: str, home: str) -> None:
    assert found(tag(text, region=home)) == []


@pytest.mark.parametrize(
    "text",
    [
        "产值突破两千亿元大关。",
        "地块东至人民路，西至建设路。",
        "志愿者上街宣传，省路桥公司施工。",
        "牡丹盛开，老人健康长寿。",
        "太湖治理、江海联运和滨海旅游。",
        "科教兴国，千山万水，价值连城。",
        "落实惠农政策，站前广场改造完成。",
        "其他友商都涨价。",
    ],
)
def test_common_words_are_no_counties_unless_something_speaks_for_them(tag: Any, text: str) -> None:
    assert found(tag(text)) == []
    assert found(tag(text, region="510100")) == []


def test_a_municipality_is_a_home_like_a_city(tag: Any) -> None:
    assert found(tag("普陀区请来了舟山的木雕师傅。", region="310000"))[0] == ("普陀区", "310107")


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("县长率考察组到广东省佛山市、中山市、深圳市开展招商考察。", ["venue", "venue", "venue", "venue"]),
        ("县长率队赶赴深圳、东莞等珠三角地区招商。", ["venue", "venue"]),
        ("天柱县一家农场到佛山市开店。", ["site", "site"]),
        ("专家组赴天柱县调研。", ["site"]),
    ],
)
def test_where_somebody_went_to_win_investors_is_no_site(tag: Any, text: str, roles: list[str]) -> None:
    assert [place.role for place in tag(text, region="522600").places if place.method != "home"] == roles
