from typing import Any

import pytest


def codes(tagged: Any, role: str = "site") -> list[str | None]:
    return [place.code for place in tagged.places if place.role == role]


@pytest.mark.parametrize(
    ("home", "expected"),
    [("320300", "320302"), ("320100", "320106"), ("320302", "320302"), (None, None), ("320000", None)],
)
def test_a_shared_name_is_decided_by_home_or_not_at_all(
    tag: Any, home: str | None, expected: str | None
) -> None:
    place = tag("鼓楼区召开项目推进会。", region=home).places[0]
    assert place.code == expected
    assert (place.candidates == []) == (expected is not None)


def test_undecided_places_name_their_candidates_and_are_no_main_place(tag: Any) -> None:
    tagged = tag("鼓楼区召开项目推进会。")
    assert tagged.places[0].candidates == ["320106", "320302", "350102", "410204"]
    assert (tagged.main_place, tagged.place_codes) == (None, [])


def test_a_mentioned_city_decides(tag: Any) -> None:
    tagged = tag("福州市近日公布名单，其中鼓楼区有三家企业入选。")
    assert codes(tagged) == ["350100", "350102"]
    assert tagged.places[1].method == "mention"


def test_home_is_stronger_than_a_mentioned_city(tag: Any) -> None:
    assert codes(tag("考察团从福州市来到鼓楼区。", region="320300")) == ["320302"]
    assert codes(tag("省领导调研鼓楼区，又看了福州市的展板。", region="320302"))[0] == "320302"


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("朝阳区在北京举行楼宇推介会。", None),
        ("鼓楼区赴南京学习网格管理经验。", None),
        ("长安区携八个项目亮相西安丝博会。", None),
        ("上海建工承建的普陀区人行天桥完成吊装。", None),
        ("北京专家来到朝阳区义诊。", None),
        ("据《北京青年报》报道，朝阳区一小区加装了连廊。", None),
        ("新华社北京5月2日电 朝阳区新增便民点。", None),
        ("北京至朝阳的动车加开两对。", None),
        ("灯笼销往北京、上海，朝阳区的小厂赶工。", None),
        ("对标深圳，南山区推出服务二十条。", None),
        ("他毕业于武汉一所高校，如今在青山区开书吧。", None),
        ("江苏支援的医疗队昨日返回，海州区百姓送行。", None),
        ("兰州新区石化公司向城关区捐赠书包。", None),
        ("海州区与我市结成对口协作关系。", "210200"),
        ("赴南京考察期间，一行人在鼓楼区座谈。", "320300"),
        ("深圳的外卖平台上线新规，南山区的老站长连夜开会。", None),
        ("上海的订单催得急，普陀区的水产厂开了夜班。", None),
        ("南京云锦走进课堂，鼓楼区一所小学的孩子学会了挑花。", None),
        ("徐州烧烤师傅老刘在鼓楼区支起了摊子。", None),
        ("沈阳市政府考察团走访和平区的金街。", None),
        ("余杭区、朝阳区、海淀区、西湖区、南山区上榜。", None),
        ("深圳、福田区两级媒体来访，南山区的煤矿陈列馆接待了他们。", None),
        ("南昌的瓦罐、青云谱区的豆豉，西湖区的老字号一并请了来。", None),
        ("西安地铁十六号线招标，长安区一家厂拿下订单。", None),
        ("全国四个鼓楼区的社区食堂结成联盟。", "350100"),
        ("学习江阴经验，新桥镇也搞起了村村通。", None),
        ("鼓楼区代表团从福建远道而来。", "320300"),
        ("鼓楼区三坊七巷是福州的名片。", "320100"),
        ("石家庄的客人问起长安区。", "610100"),
        ("海州开发区的厂房招租。", None),
        ("原清河区的老街修好了。", None),
    ],
)
def test_who_comes_from_a_city_met_or_wrote_there_does_not_decide(
    tag: Any, text: str, home: str | None
) -> None:
    shared = [place for place in tag(text, region=home).places if len(place.candidates) > 1]
    assert shared
    assert {place.code for place in shared} == {None}


@pytest.mark.parametrize(
    ("text", "home", "expected"),
    [
        ("开封的夜市热闹，鼓楼区灯火通明。", None, ["410200", "410204"]),
        ("碑林、新城、莲湖雨后清淤。", "610100", ["610103", "610102", "610104"]),
        ("前锋、岳池的花椒进入采收期。", "511600", ["511603", "511621"]),
        ("青山区的樱花道连着武汉的江滩。", None, [None, "420100"]),
        ("青山区的樱花道连着武汉的江滩。", "420100", ["420107", "420100"]),
        ("东乡的手抓羊肉上了展台。", "622900", ["622926"]),
        ("代表团赴福州考察，走进鼓楼区参观。", None, []),
        ("沿着滨江步道，跑友们迎来日出。", "330100", []),
        ("登泰山的挑夫越来越少。", "370900", []),
        ("东海水晶直播间亮灯，东海航线新辟班轮。", "320700", ["320722"]),
        ("泽州、城区两地清雪。", "140500", ["140525", "140502"]),
        ("海州区、高新区两地清雪。", "320700", ["320706"]),
        ("他家的长子在外地念书。", "140400", []),
        ("新华社记者来到我市采访。", "130900", []),
        ("杭州人爱到西湖边喝茶。", None, ["330100"]),
    ],
)
def test_what_stands_around_a_name_makes_it_a_place_or_none(
    tag: Any, text: str, home: str | None, expected: list[str]
) -> None:
    tagged = tag(text, region=home)
    assert [
        place.code for place in tagged.places if place.role == "site" and place.method != "home"
    ] == expected


@pytest.mark.parametrize(
    ("text", "home", "expected", "method"),
    [
        ("徐州市公布夜市名单，鼓楼区占了三席。", None, "320302", "mention"),
        ("记者从福州市教育局获悉，新园将设在鼓楼区。", None, "350102", "mention"),
        ("在福州，坐船要排队；码头在鼓楼区。", None, "350102", "mention"),
        ("【徐州讯】鼓楼区步道合龙。", None, "320302", "mention"),
        ("临沂的大集热闹。罗庄区卖竹编，河东区卖草柳编。", None, "371312", "mention"),
        ("鞍山的老工匠带徒弟，铁西区、铁东区都请了他。", None, "210303", "mention"),
        ("石家庄：桥西区打通断头路。", None, "130104", "mention"),
        ("宽城区、朝阳区的公交改线。", None, "220104", "list"),
        ("临沂的大集热闹。罗庄区的竹编、河东区的草柳编都有。", None, "371312", "mention"),
        ("广东省商务厅消息，白云区外贸额领先。", None, "440111", "mention"),
        ("铜陵昨日降温，铜官区、郊区启动预案。", None, "340711", "list"),
        ("徐州同行来访，鼓楼区的网格员介绍了做法。", "320106", "320106", "prior"),
        ("赴深圳考察期间，一行人来到南山区参观展厅。", "330100", "440305", "visit"),
        ("长沙、张家界两地联手治水，永定区封了排污口。", None, "430802", "mention"),
        ("阜新的风车转起来了，海州区成了赛车场。", "210200", "210902", "province"),
        ("赴泰兴市调研，黄桥镇的烧饼师傅正忙。", "320700", "321283100", "visit"),
        ("南京的鼓楼区把水塔改成了展厅。", "320302", "320106", "qualified"),
        ("辽宁的海州区与我市结成友城。", "320700", "210902", "qualified"),
        ("福州（鼓楼区）的榕树。", None, "350102", "qualified"),
    ],
)
def test_the_text_decides_by_two_witnesses(
    tag: Any, text: str, home: str | None, expected: str, method: str
) -> None:
    assert (expected, method) in [(place.code, place.method) for place in tag(text, region=home).places]


def test_a_name_once_decided_may_be_another_where_another_city_is_named(tag: Any) -> None:
    text = "南京市鼓楼区的梧桐落叶了。福州的鼓楼区四季都绿，福州人爱它。鼓楼区的树真多。"
    assert codes(tag(text)) == ["320100", "320106", "350100", "350102", "350100", None]
    text = "朝阳区的冰球队去北京参赛，在朝阳区的冰场打了三场。"
    assert codes(tag(text, region="220100")) == ["220104", "110000", None]


def test_a_town_of_home_needs_more_than_its_short_name(tag: Any) -> None:
    alone = tag("锦屏的桃花开了。", region="320706")
    assert (alone.places[0].code, alone.places[0].candidates) == (None, ["522628", "320706100"])
    beside = tag("锦屏的桃花开了，板浦的香肠也晒上了。", region="320706")
    assert codes(beside) == ["320706100", "320706103"]
    far = tag("贵州支教归来的小周说，锦屏的山歌最好听。", region="320706")
    assert "522628" in codes(far)


def test_the_name_in_front_decides_first(tag: Any) -> None:
    tagged = tag("阜新市海州区代表团来访。", region="320706")
    assert tagged.places[1].code == "210902"
    assert tagged.places[1].method == "qualified"


def test_codes_hold_the_ancestors_so_that_a_city_finds_its_districts(tag: Any) -> None:
    tagged = tag("连云港市海州区召开会议。")
    assert set(tagged.place_codes) == {"320706", "320700", "320000"}
    assert tagged.main_place == "320706"
    assert "海州区" in tagged.place_names


@pytest.mark.parametrize(
    "text",
    [
        "确保城镇零就业家庭动态清零。",
        "路网要适应城市交通发展。",
        "投资兴业的热土",
        "做强文昌路创意街区。",
        "日出东方控股股份有限公司",
        "中心城区和县区同步推进。",
        "北京师范大学与南京路小学共建。",
        "江苏银行推出新产品。",
        "海州区域协调发展",
        "菜市场和平区别对待",
        "古运河南岸与珠江西岸",
    ],
)
def test_no_place_is_read_out_of_other_words(tag: Any, text: str) -> None:
    assert tag(text).places == []


def test_an_office_behind_the_name_does_not_hide_it(tag: Any) -> None:
    assert codes(tag("海州区委、海州区政府召开会议。", region="320700")) == ["320706", "320706"]


def test_a_market_bureau_does_not_make_a_city(tag: Any) -> None:
    assert tag("连云港市场监管局发布提示。").places[0].surface == "连云港"


def test_common_nouns_need_their_city_in_front(tag: Any) -> None:
    assert codes(tag("汕尾市城区与城区之外")) == ["441500", "441502"]


def test_old_and_customary_names_lead_to_the_present_region(tag: Any) -> None:
    assert codes(tag("原新浦区企业迁入镇江经开区。")) == ["320706", "321171"]


def test_roles(tag: Any) -> None:
    tagged = tag("新华社南京3月1日电 上海均和集团有限公司落户润州区。")
    assert [(place.surface, place.role) for place in tagged.places] == [
        ("南京", "dateline"),
        ("上海", "hq"),
        ("润州区", "site"),
    ]
    assert "310000" not in tagged.place_codes
    assert tagged.main_place == "321111"


def test_home_stands_in_only_where_nothing_else_is_mentioned(tag: Any) -> None:
    alone = tag("项目进展顺利。", region="320706")
    assert (alone.main_place, alone.places[0].method) == ("320706", "home")
    assert tag("苏州市吴江区项目进展顺利。", region="320706").main_place == "320509"
    assert tag("鼓楼区项目进展顺利。", region="440000").main_place is None


def test_home_may_be_a_town_or_unknown(tag: Any) -> None:
    assert tag("项目进展顺利。", region="321102002").main_place == "321102"
    assert tag("项目进展顺利。", region="999999").main_place is None


def test_a_name_over_a_broken_line_is_found_with_its_place_in_the_text(tag: Any) -> None:
    text = "会议强调，要立足实际抓好落实，全力推动连云港\n市海州区高质量发展，确保完成任务。"
    place = tag(text).places[0]
    assert place.surface == "连云港市"
    assert text[place.start : place.end] == "连云港\n市"


def test_a_name_over_the_end_of_a_short_line_is_found(tag: Any) -> None:
    text = "江津\n区与荣\n昌区共建平台\n和平\n发展"
    places = tag(text, region="500000").places
    assert [(place.code, text[place.start : place.end]) for place in places] == [
        ("500116", "江津\n区"),
        ("500153", "荣\n昌区"),
    ]


def test_a_place_in_the_title_has_no_span(tag: Any) -> None:
    assert tag("无", title="京口区召开大会").places[0].start is None


@pytest.mark.parametrize(
    "text",
    [
        "公司生产高密度聚乙烯管材。",
        "年产复合肥20万吨的项目投产。",
        "打通出海口，建设新通道。",
        "我们要同心同德、苦干实干。",
        "阿莫西林胶囊车间投产。",
        "东平湖港航公司建设物流园。",
        "五台山脚下的奥巴马纪念品店。",
        "厂房面积增加到四平方公里。",
        "新干线列车的部件在这里生产。",
        "歌声响彻云霄。",
    ],
)
def test_a_name_inside_an_ordinary_word_is_no_place(tag: Any, text: str) -> None:
    for home in (None, "460100"):
        assert not [place for place in tag(text, region=home).places if place.start is not None]


def test_a_name_behind_that_of_its_province_is_one_though_the_dictionary_has_both_as_a_word(tag: Any) -> None:
    found = {place.code for place in tag("甘肃兰州、浙江金华和福建厦门的客商来访，还有中国台湾的。").places}
    assert {"620100", "330700", "350200", "710000"} <= found
