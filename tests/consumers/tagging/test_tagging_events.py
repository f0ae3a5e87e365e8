from typing import Any

import pytest

Facts = list[tuple[str, str, bool, int | None]]


def facts(tagged: Any) -> Facts:
    return [(event.type, event.state, event.named, event.aggregate) for event in tagged.events]


def reasons(tagged: Any) -> list[tuple[str, str]]:
    return [(held.type, held.reason) for held in tagged.held_back]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("昨天上午，总投资30亿元的甬芯三期晶圆项目在越城区正式开工。", [("开工", "done", True, None)]),
        ("华屏第8代生产线项目主体厂房封顶，预计明年6月投产。",
         [("封顶", "done", True, None), ("投产", "planned", True, None)]),
        ("桂江新能源工厂竣工，年产能5万台。", [("竣工", "done", True, None)]),
        ("该区目前已开工项目57个，开工率85%，计划新开工项目67个。",
         [("开工", "done", False, 57), ("开工", "planned", False, 67)]),
        ("一季度新开工亿元以上项目120个，竣工45个，投产30个。",
         [("开工", "done", False, 120), ("竣工", "done", False, 45), ("投产", "done", False, 30)]),
        ("全区集中开工仪式举行，共48个项目，总投资356亿元。", [("开工", "done", False, 48)]),
        ("桂江新能源基地二期已竣工投产。", [("竣工", "done", True, None), ("投产", "done", True, None)]),
        ("尚有未动工项目18宗。", [("开工", "negated", False, 18)]),
        ("今年，我市将优化布局，壮大产业，竣工投产桂江电子材料等20个项目。",
         [("竣工", "planned", True, 20), ("投产", "planned", True, 20)]),
        ("公司将总部迁至海州，桂江新能源基地项目已于日前开工。", [("开工", "done", True, None)]),
        ("预计总投资5亿元的桂江冷链物流园已经开工。", [("开工", "done", True, None)]),
        ("桂江冷链物流园2031年竣工。", [("竣工", "planned", True, None)]),
        ("在仪式上，桂江集团签约落户。", [("签约", "done", False, None)]),
        ("二十个项目中，8个已投产，另有3个正在建设。", [("投产", "done", False, 8)]),
        ("该项目2031年二季度竣工，三季度投产。", []),
        ("桂江材料项目2031年二季度竣工，三季度投产。",
         [("竣工", "planned", True, None), ("投产", "planned", True, None)]),
        ("如果管网接不上，桂江材料项目竣工了也用不成。", [("竣工", "conditional", True, None)]),
        ("桂江材料项目竣工验收合格后交付。", [("竣工", "conditional", True, None)]),
        ("桂江材料项目昨日举行开工奠基仪式。", [("开工", "done", True, None)]),
        ("桂江材料项目新开工业园区道路两条。", []),
        ("各地要抓签约、促开工、保投产。", []),
        ("签约不是终点，开工才是起点。", []),
        ("签约不等于落地，开工不等于完工。", []),
        ("正在办理签约手续。", []),
        ("劳动工具摆放整齐，妇女带动工坊发展。", []),
        ("推动在谈项目加快签约、签约项目加快开工建设、竣工项目加快投产满产。", []),
        ("家庭医生与居民签约超过30万人。", []),
        ("长江经济带生态修复工程稳步推进，推动工业转型。", []),
        ("节后开工第一天，企业忙生产。", []),
        ("奖励最高100万元封顶。", []),
        ("紧盯合同履约率、项目开工率、投产达产率。", []),
        ("年底前，已建成区人口80万，建成区绿地率达到40%。", []),
        ("加快做好项目前期工作，力争早日开工。", []),
        ("县发改局梳理出前期工作滞后的项目9个，力争早日开工。", []),
        ("全年新开工亿元以上项目96个，竣工投产58个。",
         [("开工", "done", False, 96), ("竣工", "done", False, 58), ("投产", "done", False, 58)]),
        ("（二）已开工在建项目（78个）。", [("开工", "done", False, 78)]),
        ("桂江镇、桂湖镇2个镇计划开工项目开工率低于50%。", []),
        ("个别签约项目落地缓慢，11个项目未按合同开工。", [("开工", "negated", False, 11)]),
        ("桂江材料项目进展顺利，个别签约项目落地缓慢。", []),
        ("全区举行集中开工活动，21个项目参加。", [("开工", "done", False, 21)]),
        ("集中签约的52个项目中，21个主体封顶。", [("签约", "done", False, 52), ("封顶", "done", False, 21)]),
        ("新签约桂江动力、云图仓储等项目16个。", [("签约", "done", True, 16)]),
        ("全年新开工项目40个，力争竣工20个。", [("开工", "done", False, 40), ("竣工", "wished", False, 20)]),
    ],
)  # fmt: skip
def test_what_happened_and_what_did_not(tag: Any, text: str, expected: Facts) -> None:
    assert facts(tag(text)) == expected


@pytest.mark.parametrize(
    ("text", "event_type", "reason"),
    [
        ("着力推动工业经济发展。", "开工", "跨词"),
        ("项目开工率100%。", "开工", "开工率"),
        ("开局即开工。", "开工", "口号"),
        ("家庭医生签约服务", "签约", "其他义项"),
        ("桂江产业园计划下月开工。", "开工", "计划"),
        ("桂江产业园投产后可年产三万件。", "投产", "条件"),
        ("推动项目早开工。", "开工", "愿望"),
        ("桂江产业园尚未开工。", "开工", "否定"),
        ("在签约仪式上，双方表示将深化合作。", "签约", "无项目"),
    ],
)
def test_what_is_held_back_says_why(tag: Any, text: str, event_type: str, reason: str) -> None:
    assert (event_type, reason) in reasons(tag(text))


@pytest.mark.parametrize(
    ("text", "project"),
    [
        ("总投资20亿元的联桂智谷海蓝智造园项目一期工程正式开工。", "联桂智谷海蓝智造园项目一期工程"),
        ("“桂谷”产业园项目昨日封顶。", "“桂谷”产业园项目"),
        ("桂湖广场、云图服务中心等2个亿元以上项目成功签约。", "桂湖广场、云图服务中心"),
        ("桂江新能源(海州)电池生产基地二期项目投产。", "桂江新能源(海州)电池生产基地二期项目"),
        ("总投资9亿元的桂江新材料项目落户海州，日前正式开工。", "桂江新材料项目"),
        ("桂江新材料项目总投资9亿元。该项目日前正式开工。", "桂江新材料项目"),
        ("日前，开工建设桂江新材料项目。", "桂江新材料项目"),
        ("日前，桂江电控单元生产线在海州区海蓝产业园投产。", "桂江电控单元生产线"),
        ("日前，落户海州区海蓝产业园的装置投产。", None),
        ("桂江医疗基地效果图公布。日前签约的这个项目总投资3亿元。", "桂江医疗基地"),
        ("又一个现代物流项目签约。", None),
        ("日前，赣榆区海水提锂中试线点火投产。", "海水提锂中试线"),
        ("日前，桂江货运坪扩建竣工。", "桂江货运坪扩建"),
        ("桂江氢能、蓝鲸海缆2个项目投产。", "桂江氢能、蓝鲸海缆"),
        ("企业与三家主机厂签约。", None),
        ("桂江机械二期竣工，蓝鲸物流开工建设。", "蓝鲸物流"),
        ("昨日，竣工桂江公园、开工桂湖快速路、封顶桂山大厦。", "桂山大厦"),
        ("实施云汐大道改造，已建成桂江快速路。", "桂江快速路"),
        ("桂江铸件二厂今年3月动工。", "桂江铸件二厂"),
        ("桂江鱿鱼加工园一期封顶、二期桩基过半、三期签约。", "桂江鱿鱼加工园三期"),
        ("桂江芯片封装厂，自今年奠基以来进展顺利。", "桂江芯片封装厂"),
        ("昨日，嘉兴市南湖区大桥镇举行签约仪式。", None),
        ("昨日，各地举行项目开工仪式。", None),
        ("桂江养殖基地项目，占地200亩，总投资2亿元，日前已完成签约。", "桂江养殖基地项目"),
        ("海州区一批重点项目集中开工。", None),
        (
            "昨日，建成桂山体育公园、桂江体育馆二期、滑翔伞基地等一批设施。",
            "桂山体育公园、桂江体育馆二期、滑翔伞基地",
        ),
        ("昨日，竣工投用桂江调拨中心、天云智配等分拨级项目。", "桂江调拨中心、天云智配"),
        ("日前，桂江大桥、桂湖隧道和云汐快速路同时开工。", "桂江大桥、桂湖隧道和云汐快速路"),
        ("日前，镇江云汐生活广场开工。", "镇江云汐生活广场"),
        ("日前，桂江气膜煤仓在平陆县封顶。", "桂江气膜煤仓"),
        ("日前，登封市刷毛产业园竣工。", "登封市刷毛产业园"),
        ("日前，河南省郑州市登封市云汐传感器产业园竣工。", "云汐传感器产业园"),
        ("项目建成后将成为最大的动力电池生产基地，昨日竣工。", None),
        (
            "在云汐器械产业园项目现场，厂房外墙正搭脚手架；在人才服务总部项目现场，一幢新楼已封顶。",
            "人才服务总部项目",
        ),
        ("在云汐器械产业园项目现场，厂房外墙正搭脚手架；在重点项目建设现场，一幢新楼已封顶。", None),
        ("日前，我市最大的餐厨垃圾处理厂建成投产。", "餐厨垃圾处理厂"),
        ("全国单体最大渔光互补基地昨日竣工。", "渔光互补基地"),
        ("已建成鲁西南首家养老服务指导中心。", "养老服务指导中心"),
        ("日前，桂江水资源配置工程最大泵站主厂房封顶。", "桂江水资源配置工程最大泵站主厂房"),
        ("桂江物流园是西南最大的冷链基地，昨日竣工。", "桂江物流园"),
        ("高新区云上算力服务中心昨日竣工。", "云上算力服务中心"),
        ("高新区医院昨日封顶。", "高新区医院"),
        ("去年签约落户桂江集团总部、蓝鲸软件园等项目9个。", "桂江集团总部、蓝鲸软件园"),
        (
            "总投资9亿元的桂江电芯项目、总投资5亿元的蓝鲸海缆项目昨日签约。",
            "桂江电芯项目、蓝鲸海缆项目",
        ),
        ("日前，桂山水厂和桂岭大道竣工。", "桂山水厂和桂岭大道"),
        ("日前，桂江东路、桂岭大道、桂山高速竣工。", "桂江东路、桂岭大道、桂山高速"),
        ("我们走出了一条新路，桂江项目开工。", "桂江项目"),
        ("东江灌区续建配套与现代化改造工程全面开工。", "东江灌区续建配套与现代化改造工程"),
        ("桂江物流中转与分拨中心昨日竣工。", "桂江物流中转与分拨中心"),
        ("桂来公路雾岭至下堡段改建工程建成通车。", "桂来公路雾岭至下堡段改建工程"),
        ("蓝鲸集团60万吨/年煤基新材料项目昨日签约。", "蓝鲸集团60万吨/年煤基新材料项目"),
        (
            "县发改局、林业局完成桂湖物流园、桂江材料园等项目的报批，推动项目早开工。",
            "桂湖物流园、桂江材料园",
        ),
        ("已建成口袋公园12处，新增绿地8亩，全部完工。", None),
        ("桂江材料项目3栋厂房封顶。", "桂江材料项目"),
        ("桂江化学工业园给排水管网、云汐路改线段于5月30日完工。", "桂江化学工业园给排水管网、云汐路改线段"),
        ("分会场开工的是泉盛年产10万吨双氧水项目，总投资26亿元。", "泉盛年产10万吨双氧水项目"),
        ("昨日集中开工桂江农药项目和凹凸棒土项目。", "桂江农药项目和凹凸棒土项目"),
        (
            "桂岭县与云鲸家电制造项目、桂湖县与氢晨燃料电池项目进行了现场签约。",
            "云鲸家电制造项目、氢晨燃料电池项目",
        ),
        (
            "昨日开工的桂江封测基地项目，由桂江集团投资，占地32亩，分两期，主要建设封装生产线，计划后年投产。",
            "桂江封测基地项目",
        ),
        ("昨天走进桂江扩建项目，机械轰鸣。“项目去年7月开工，很快。”经理说。", "桂江扩建项目"),
        ("新建桂江大桥，昨日开工。", "桂江大桥"),
        ("桂江铁锅文创园开园。园区占地46亩，由桂江集团投资，去年3月动工。", "桂江铁锅文创园"),
        ("桂江供水一体化工程开工。县水利局表示，将确保工程明年竣工通水。", "桂江供水一体化工程"),
        (
            "（一）竣工项目（3个）。桂江产业园、云汐路改造工程和桂湖幼儿园。",
            "桂江产业园、云汐路改造工程和桂湖幼儿园",
        ),
        ("上半年开工项目5个：桂江纺织园、云汐冷库。", None),
        ("新建的区人民医院内科楼通过竣工验收。", "区人民医院内科楼"),
        ("桂江消防站计划年底前封顶。", "桂江消防站"),
        ("桂江水厂建成启用，桂湖火车站仍在办理手续，尚未开工。", "桂湖火车站"),
        ("桂江溶剂项目去年投产。二期项目已完成备案，力争年内动工。", "桂江溶剂项目二期"),
        ("总投资3亿元的金燕科技、总投资2亿元的凯茂塑料等8个项目当年签约。", "金燕科技、凯茂塑料"),
        ("供热中心2×150吨锅炉项目竣工投运。", "供热中心2×150吨锅炉项目"),
        ("已建成区级文化中心、镇级文化站。", "区级文化中心"),
        ("推动桂昭铁路货运前期工作，力争明年开工。", "桂昭铁路货运"),
        ("配合开展桂江轻轨S2线前期研究，力争开工建设。", "桂江轻轨S2线"),
        ("加快桂柳高铁、桂昭高速等项目前期工作，力争年内开工。", "桂柳高铁、桂昭高速"),
        ("2月，桂江公司4万吨再生丝项目开工。", "4万吨再生丝项目"),
        ("2月，桂江再制造项目开工。", "桂江再制造项目"),
    ],
)
def test_the_project_is_named(tag: Any, text: str, project: str | None) -> None:
    assert tag(text).events[-1].project == project


def test_amount_area_and_parties_of_the_sentence(tag: Any) -> None:
    (event,) = tag(
        "昨日，由江苏桂江科技有限公司投建、总投资4.1亿元、占地60亩的桂江医疗器械产业园项目在连云港市海州区开工。"
    ).events
    assert (event.amount_cny, event.amount_yi, event.area_m2) == (410_000_000, 4.1, 40_000.0)
    assert event.parties == ["江苏桂江科技有限公司"]
    assert (event.main_place, event.main_industry) == ("320706", "医药健康")


def test_the_only_total_investment_belongs_to_the_only_project(tag: Any) -> None:
    (event,) = tag("桂江材料项目昨日开工。\n现场十分热闹。\n项目计划总投资3亿元。").events
    assert event.amount_cny == 300_000_000


def test_many_projects_do_not_take_the_title_s_name(tag: Any) -> None:
    events = tag("今年全区累计签约项目59个。", title="桂江材料项目正式签约").events
    assert [(event.project, event.aggregate) for event in events] == [(None, 59)]


def test_the_project_s_name_says_its_industry_also_where_another_sentence_tells_the_stage(tag: Any) -> None:
    (event,) = tag("桂江医疗器械产业园项目总投资4亿元。目前项目主体已完工。").events
    assert (event.project, event.main_industry) == ("桂江医疗器械产业园项目", "医药健康")


@pytest.mark.parametrize(
    ("text", "industries"),
    [
        ("已建成机场快速路，方便出行。", []),
        ("日前，物流新城小学、医药港片区安置房竣工。", ["建筑与房地产"]),
        ("日前，桂江新能源汽车高速驱动项目竣工。", ["汽车与新能源汽车"]),
        ("日前，桂江国际生活广场项目签约。", ["文旅与商贸"]),
    ],
)
def test_what_is_called_after_a_thing_has_not_its_industry(
    tag: Any, text: str, industries: list[str]
) -> None:
    assert tag(text).events[-1].industries == industries


def test_a_place_in_the_project_s_name_is_not_where_it_is(tag: Any) -> None:
    (event,) = tag("日前，桂江株洲研究所风电基地在包头市投产。").events
    assert event.main_place == "150200"


def test_amount_from_the_next_sentence_where_it_goes_on(tag: Any) -> None:
    (event,) = tag("桂江材料项目昨日开工。据了解，该项目总投资3亿元。").events
    assert event.amount_cny == 300_000_000
    (event,) = tag("桂江材料项目昨日开工。同期，蓝鲸项目总投资3亿元。").events
    assert event.amount_cny is None


def test_a_threshold_is_no_amount(tag: Any) -> None:
    (event,) = tag("桂湖广场、云图中心等2个亿元以上项目成功签约。").events
    assert event.amount_cny is None


def test_of_a_list_with_two_totals_none_is_the_amount(tag: Any) -> None:
    (event,) = tag("总投资9亿元的桂江电芯项目、总投资5亿元的蓝鲸海缆项目昨日签约。").events
    assert event.amount_cny is None


def test_each_project_takes_its_own_amount(tag: Any) -> None:
    first, second = tag("总投资5亿元的桂江材料项目昨日开工；总投资2亿元的蓝鲸物流项目昨日竣工。").events
    assert (first.amount_yi, second.amount_yi) == (5.0, 2.0)


def test_the_span_is_the_keyword_in_the_stored_text(tag: Any) -> None:
    text = "【快讯】\n桂江材料项目昨日在园区举行仪式，各方代表出席，正式开\n工建设，标志着项目进入新阶段。"
    (event,) = tag(text).events
    assert text[event.start : event.end] == "开\n工建设"
    assert "\n" not in event.sentence


@pytest.mark.parametrize(
    "text", ["桂江材料项目已签\n约，投资三亿元。", "桂江材料项目　　签　约", "桂江材料項目已簽\n約。"]
)
def test_a_stage_divided_by_a_line_or_by_spaces(tag: Any, text: str) -> None:
    (event,) = tag(text).events
    assert (event.type, event.state, event.named) == ("签约", "done", True)
    assert text[event.start] in "签簽"
    assert text[event.end - 1] in "约約"


def test_an_event_of_the_title_only_has_no_span(tag: Any) -> None:
    (event,) = tag("现场机声隆隆。", title="桂江材料项目正式开工").events
    assert (event.start, event.end, event.sentence) == (None, None, "桂江材料项目正式开工")


def test_title_and_body_tell_one_event(tag: Any) -> None:
    (event,) = tag("桂江材料项目昨日正式开工。", title="桂江材料项目正式开工").events
    assert event.start == 10


def test_a_title_names_the_project_for_the_body(tag: Any) -> None:
    (event,) = tag("昨日上午，开工仪式举行。", title="桂江材料项目正式开工").events
    assert (event.project, event.start) == ("桂江材料项目", 5)


def test_equal_sentences_are_told_apart(tag: Any) -> None:
    events = tag("全市3个项目开工。\n全市3个项目开工。").events
    assert len({event.event_id for event in events}) == 2


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("桂江材料项目开工。\n桂江材料项目昨日正式开工。", "桂江材料项目昨日正式开工。"),
        ("桂江材料项目昨日正式开工。\n桂江材料项目已开工。", "桂江材料项目昨日正式开工。"),
        ("桂江材料项目昨日开工。\n市长出席开工仪式。", "桂江材料项目昨日开工。"),
    ],
)
def test_a_stage_of_a_project_is_told_once(tag: Any, text: str, evidence: str) -> None:
    assert [event.sentence for event in tag(text).events] == [evidence]


def test_a_long_sentence_is_cut_around_the_keyword(tag: Any) -> None:
    (event,) = tag("词" * 900 + "桂江材料项目昨日开工" + "词" * 900).events
    assert len(event.sentence) <= 300
    assert "桂江材料项目昨日开工" in event.sentence


def test_a_plan_plans(tag: Any) -> None:
    plan = tag("竣工桂江材料项目。", title="2026年重点项目建设计划")
    assert (plan.doc_class, facts(plan)) == ("plan", [("竣工", "planned", True, None)])
    news = tag("竣工桂江材料项目。", title="桂江材料项目竣工")
    assert (news.doc_class, news.events[0].state) == ("news", "done")


def test_a_withdrawn_article_tells_nothing(tag: Any, make_article: Any) -> None:
    moment = make_article("").shown_at
    tagged = tag("桂江材料项目昨日开工。", withdrawn_at=moment)
    assert (tagged.events, tagged.held_back) == ([], [])
