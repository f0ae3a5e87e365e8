"""Which state the words around a keyword give it: in its clause and sentence, under its heading."""

from datetime import UTC, datetime
from typing import Any

import pytest

SPRING = datetime(2025, 3, 11, 1, 0, tzinfo=UTC)

States = list[tuple[str, str]]


def states(tagged: Any) -> States:
    return [(event.type, event.state) for event in tagged.events]


def reasons(tagged: Any) -> set[str]:
    return {held.reason for held in tagged.held_back}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("随着重大项目落地投产，全市地位将进一步提升。", []),
        ("随着桂江材料项目投产，全市地位将进一步提升。", [("投产", "conditional")]),
        ("随着桂江材料项目于3月1日投产，产量翻番。", [("投产", "done")]),
        ("随着首台机组投产，桂江电站进入收获期，4月以来已发电6000万千瓦时。", [("投产", "done")]),
        ("桂江烘干楼建成后一直没有通电。", [("竣工", "done")]),
        ("他指着沙盘说，再过两年，桂江材料项目投产。", [("投产", "planned")]),
        ("桂江幼儿园竣工啦！", [("竣工", "done")]),
        ("日前，12公里的桂湖绿道全线建成开放。", [("竣工", "done")]),
        ("三季度全县开工项目仅8个，被市里约谈。", [("开工", "done")]),
        ("路刚硬化完，生产线就投产了。", [("投产", "done")]),
        ("供销社冷库建成三年，帮果农卖出四万吨苹果。", [("竣工", "done")]),
        ("去年11月开工的过江通道，沉井首次下沉。", [("开工", "done")]),
        ("桂江装备产业园，签约当天即办结手续，38天后开工。", [("签约", "done"), ("开工", "done")]),
        ("桂江污水厂改造完工验收表需由五方盖章。", []),
        ("大学生签约了一家公司，月底报到。", []),
        ("省里下达的任务是开工校舍30栋。", []),
        ("投产满一年的桂江技改项目可享受补贴。", []),
        ("体检名单中，竣工三十年以上的住宅优先。", []),
        ("桂江药瓶项目从签约到开工只隔了四十七天。", [("签约", "done"), ("开工", "done")]),
        ("这是该企业继一期投产后投资的桂江材料项目。", [("投产", "done")]),
        ("桂江学校计划分三批建设，首批教学楼上个月竣工。", [("竣工", "done")]),
        ("桂江换电站在矿区建成投用。", [("竣工", "done")]),
        ("桂江车间建成投产当月就接到订单。", [("投产", "done")]),
        ("桂江材料项目能这么快投产，多亏帮办。", [("投产", "done")]),
        ("公示：拟对以下已竣工项目兑付尾款。", []),
        ("商务局组织企业与东盟客商云签约，成交额1200万美元。", []),
        ("5月12日，县政府与桂江能源正式签约，双方开发地热。", [("签约", "done")]),
        ("详细了解桂江材料项目签约、开工、投产等情况。", []),
        ("入园企业从签约到投产平均用时七个月。", []),
        ("桂江材料项目月内投产。", [("投产", "planned")]),
        ("所称新投产企业，是指今年3月1日后投产的桂江材料项目。", []),
        ("完成投资占年度计划的58%，新开工项目61个。", [("开工", "done")]),
        ("全年签约数字企业项目不少于60个。", []),
        ("关于做好桂江材料项目集中开工活动的通知", [("开工", "planned")]),
        ("在封开建材料仓库的桂江公司招工。", []),
        ("3月10日，桂江材料项目竣工投产动员大会召开。", []),
        ("通报了桂江材料项目签约、开工“三张清单”完成情况。", []),
        ("桂江材料工程从核准到投产一般需要两年。", []),
        ("桂江材料项目抢在上冻前完成厂房封顶。", [("封顶", "planned")]),
        ("桂江材料项目自签约落户以来顺利推进。", [("签约", "done")]),
        ("在“三个一批”项目会上，汇报了签约一批、开工一批、投产一批项目进展。", []),
        ("对已签约但缺用地指标的项目，统筹调剂。", []),
        ("桂江材料项目今年2月开工后，目前桩基已近尾声。", [("开工", "done")]),
        ("以桂江体育馆为中心，已建成1000处晨晚练点。", []),
        ("推进桂江大道改造，已建成桂江快速路。", [("竣工", "done")]),
        ("建议对已开工的桂江小区加装电梯项目建立红黑榜。", []),
        ("投标人须具有已竣工验收的类似水利工程业绩。", []),
        ("经手过的二十多个工程，从开工到竣工没出过事故。", []),
        ("县域经济数据出炉，新投产规上工业企业拉动增长两个百分点。", []),
        ("桂江材料项目主厂房从开工到封顶仅用197天。", [("开工", "done"), ("封顶", "done")]),
        ("按进度安排，桂江材料项目6月主体封顶，12月投产。", [("封顶", "planned"), ("投产", "planned")]),
        ("若羌县桂江材料项目昨日奠基。", [("开工", "done")]),
        ("桂江材料项目，开工、投产时间均未确定。", []),
        ("在签约仪式的前一晚，小林还在核对合同。", []),
        ("学员可到新投产的电池厂面试。", []),
        ("桂江渔港二期完工通航。", [("竣工", "done")]),
        ("桂江材料项目原定三月开工，因征地未完成而推迟。", [("开工", "negated")]),
        ("桂江材料项目投产时间定于下半年。", [("投产", "planned")]),
        ("桂江材料项目计划年内竣工，去年签约时约定两年达产。",
         [("竣工", "planned"), ("签约", "done"), ("达产", "planned")]),
        ("桂江材料项目签约后不到百日即开工。", [("签约", "done"), ("开工", "done")]),
        ("桂江材料项目投产以来已销售三万件。", [("投产", "done")]),
        ("桂江材料项目投产后，可新增就业两百人。", [("投产", "conditional")]),
        ("明年投产的桂江材料项目昨日正式开工。", [("投产", "planned"), ("开工", "done")]),
        ("桂江材料项目没有一个标段真正动工。", [("开工", "negated")]),
        ("桂江材料项目并非没有开工。", [("开工", "done")]),
        ("桂江材料项目竣工滞后。", [("竣工", "negated")]),
        ("桂江材料项目距离达产还差得远。", [("达产", "negated")]),
        ("桂江材料项目暂缓开工。", [("开工", "negated")]),
        ("桂江材料项目未批先建，已被叫停；蓝鲸物流项目已开工。", [("开工", "done")]),
        ("今年重点抓好以下工作：一是开工建设桂江材料项目。二是竣工蓝鲸物流项目。",
         [("开工", "planned"), ("竣工", "planned")]),
        ("桂江材料项目与市政府签订投资合作协议。", [("签约", "done")]),
        ("桂江材料项目与供应商签订供货合同。", []),
        ("他三次签约又三次违约。", []),
        ("水泵企业开工足、订单满。", []),
        ("参观“开工一批、投产一批”现场。", []),
        ("签约即供地、投产即服务的机制已写入条例。", []),
        ("二期什么时候开工？", []),
        ("竣工测量、竣工备案、竣工档案一次办结。", []),
        ("未经批准擅自开工的，依法查处。", []),
        ("对当年签约、当年投产的项目，按设备投资额给予补助。", []),
        ("受让人应在六个月内动工，二十四个月内竣工。", []),
        ("条件成熟的项目应开工尽开工。", []),
        ("动漫展上，声优现场签约售书。", []),
        ("书法家协会与景区签约，每月来写一次春联。", []),
        ("茶厂日夜开工，鲜叶随到随做。", []),
        ("签约仪式怎么办，镇里一律从简。", []),
        ("桂江材料项目厂房还没封顶。", [("封顶", "negated")]),
        ("桂江材料项目投产时间将推迟到明年。", [("投产", "negated")]),
        ("桂江中央厨房主体封顶，预计年底投产。", [("封顶", "done"), ("投产", "planned")]),
        ("桂江材料项目另行招商，签约三年终未动工。", [("签约", "done"), ("开工", "negated")]),
        ("“云签约”9个项目，总投资三十亿元。", [("签约", "done")]),
        ("经研究，同意该工程开工。", []),
        ("桂江材料项目投产磕磕绊绊。", []),
        ("机器人产业基地项目签约落户，投资十亿元。", [("签约", "done")]),
        ("桂江材料项目取得许可，可以动工了。", [("开工", "conditional")]),
        ("桂江材料项目竣工验收被退回。", [("竣工", "negated")]),
        ("桂江材料项目投产一拖再拖。", [("投产", "negated")]),
        ("桂江材料项目投产进入最后冲刺。", [("投产", "planned")]),
        ("完成投资占年计划的五成；竣工项目9个。", [("竣工", "done")]),
        ("桂江检测中心尚未取得许可，何谈开工。", [("开工", "negated")]),
        ("甲方不付款，桂江压铸小镇就不可能按时竣工。", [("竣工", "negated")]),
        ("桂江材料项目比原计划提前20天封顶。", [("封顶", "done")]),
        ("计划建设三条生产线的桂江材料项目签约。", [("签约", "done")]),
        ("预计明年投产的桂江材料项目签约。", [("投产", "planned"), ("签约", "done")]),
        ("桂江材料项目年底投产。", [("投产", "planned")]),
        ("桂江材料项目投产时间由去年底推迟至今年二季度。", [("投产", "negated")]),
        ("桂江电站力争明年开工；桂岭发电技改竣工验收合格。", [("开工", "wished"), ("竣工", "done")]),
        ("其余正在抓紧施工；年初签约的桂江绿能项目已开工。", [("签约", "done"), ("开工", "done")]),
        ("力争全年产值破百亿，竣工项目15个。", [("竣工", "wished")]),
        ("桂江材料项目力争年底前投产。", [("投产", "wished")]),
        ("力争年底实现：桂江材料项目投产，产值翻番。", [("投产", "wished")]),
        ("力争早日达产的桂江材料项目计划明年投产。", [("达产", "wished"), ("投产", "planned")]),
        ("桂江材料项目去年底投产。", [("投产", "done")]),
        ("为桂江材料项目投产奠定坚实基础。", [("投产", "planned")]),
        ("确保了桂江材料项目如期投产。", [("投产", "done")]),
        ("有力推动了桂江材料项目开工。", [("开工", "done")]),
        ("污水管网完工。", [("竣工", "done")]),
        ("网传桂江材料项目“已开工”不实。", [("开工", "negated")]),
        ("桂江材料项目迟迟不见动工。", [("开工", "negated")]),
        ("婚庆公司签约新人满五百对送礼。", []),
        ("园区企业签约揽货十二票。", []),
        ("项目竣工验收小组由九方代表组成。", []),
        ("投产达效是检验招商成色的试金石。", []),
        ("项目建设工期24个月，自开工之日起计算。", []),
        ("砖瓦厂陆续开工，裁缝铺正月十六开工。", []),
        ("桂江酿厂开工仪式昨日举行。", [("开工", "done")]),
        ("新版教材编写工作已完工，县志去年竣工。", []),
        ("护理费按每日120元、最长15天封顶赔付。", []),
        ("签约当天明确专人，投产当天入统。", []),
        ("企业投产一条、开工一条、规划一条。", []),
    ],
)  # fmt: skip
def test_the_words_around_decide(tag: Any, text: str, expected: States) -> None:
    assert states(tag(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("桂江材料项目一期已竣工，二期8月开工。", [("竣工", "done"), ("开工", "planned")]),
        ("桂江材料项目3月10日开工。", [("开工", "done")]),
        ("桂江材料项目3月18日开工。", [("开工", "planned")]),
        ("桂江材料项目12月开工。", [("开工", "done")]),
        ("桂江材料项目下月18日签约。", [("签约", "planned")]),
        ("桂江材料项目2025年二季度竣工，三季度投产。", [("竣工", "planned"), ("投产", "planned")]),
    ],
)
def test_a_day_after_the_article_s_is_a_plan(tag: Any, text: str, expected: States) -> None:
    assert states(tag(text, published=SPRING, shown_at=SPRING)) == expected


def test_without_the_article_s_day_only_a_year_tells_what_is_to_come(tag: Any) -> None:
    assert states(tag("桂江材料项目8月开工。")) == [("开工", "done")]
    assert states(tag("桂江材料项目2031年8月开工。")) == [("开工", "planned")]


def test_a_heading_governs_what_stands_under_it(tag: Any) -> None:
    text = (
        "一、2024年工作回顾\n（一）项目建设\n竣工桂江材料项目。\n"
        "二、2025年工作安排\n（一）项目建设\n竣工蓝鲸物流项目。\n"
    )
    assert states(tag(text, title="某县人民政府工作报告")) == [("竣工", "done"), ("竣工", "planned")]


PLAN = "桂江区国民经济和社会发展第十五个五年规划纲要"


def test_a_plan_s_chapter_of_what_was_reached_is_no_plan(tag: Any) -> None:
    review = "第一章 发展基础与形势\n第一节 发展基础\n建成桂江智慧平台。桂江镇建成“国家卫生镇”。"
    tagged = tag(f"{review}\n第二章 战略与目标\n第一节 思路\n开工桂江快速路。", title=PLAN)
    assert states(tagged) == [("竣工", "done"), ("开工", "planned")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今年，桂江还将打造一批楼宇。同时完善体系，出台支持电商政策，竣工桂江调拨中心。", "planned"),
        ("今年，桂江将打造一批楼宇。同时，桂江调拨中心日前竣工。", "done"),
        ("桂江落实支持电商的措施，桂江调拨中心顺利竣工。", "done"),
    ],
)
def test_what_a_sentence_goes_on_with_still_governs(tag: Any, text: str, expected: str) -> None:
    assert states(tag(text)) == [("竣工", expected)]


def test_a_sentence_turns_the_rest_of_its_paragraph(tag: Any) -> None:
    text = "回顾过去一年，我们攻坚克难。桂江材料项目竣工。展望新一年，我们信心百倍。开工蓝鲸物流项目。\n"
    assert states(tag(text, title="区政府工作报告")) == [("竣工", "done"), ("开工", "planned")]


def test_a_plan_may_look_back(tag: Any) -> None:
    found = tag("五年来，全市累计竣工重大项目312个。", title="2025年政府工作报告")
    assert [(event.state, event.aggregate) for event in found.events] == [("done", 312)]


def test_a_question_and_a_slogan_are_held_back_for_what_they_are(tag: Any) -> None:
    assert reasons(tag("二期什么时候开工？")) == {"疑问"}
    assert reasons(tag("墙上写着“签约快、投产快”。")) == {"口号"}


def test_what_decided_is_told_with_the_event_and_with_what_was_held_back(tag: Any) -> None:
    found = tag("桂江材料项目昨日正式开工。着力推动工业发展，开工率百分之百。")
    assert [(event.rule, event.reason) for event in found.events] == [("cues.done", "昨日")]
    assert [(held.rule, held.cue) for held in found.held_back] == [
        ("words", "推动工"), ("开工.masks.开工率", "开工率"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("桂江材料项目3月10日开工。", datetime(2025, 3, 9, 16, tzinfo=UTC), "day"),
        ("3月10日上午，桂江材料项目开工。", datetime(2025, 3, 9, 16, tzinfo=UTC), "day"),
        ("桂江材料项目昨日开工。", datetime(2025, 3, 9, 16, tzinfo=UTC), "day"),
        ("去年9月投产的桂江材料项目运行平稳。", datetime(2024, 8, 31, 16, tzinfo=UTC), "month"),
        ("桂江材料项目2025年三季度竣工。", datetime(2025, 6, 30, 16, tzinfo=UTC), "quarter"),
        ("桂江材料项目日前开工。", None, "none"),
        ("去年签约的桂江材料项目近日开工。", None, "none"),
        ("截至2月底，桂江材料项目已开工。", None, "none"),
    ],
)
def test_an_event_s_day_is_what_the_text_says(
    tag: Any, text: str, day: datetime | None, precision: str
) -> None:
    event = tag(text, published=SPRING, shown_at=SPRING).events[-1]
    assert (event.date, event.date_precision) == (day, precision)


def test_without_the_article_s_day_there_is_none(tag: Any) -> None:
    assert tag("桂江材料项目昨日开工。").events[0].date is None


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("", "桂江材料项目7月竣工。", "planned"),
        ("2024年县域经济统计公报", "初步核算，全年生产总值增长6%。\n桂江材料项目7月竣工。", "done"),
        ("园区总结", "一、2024年主要工作\n桂江材料项目7月竣工。\n二、2025年重点工作\n继续努力。", "done"),
        ("园区总结", "一、2024年主要工作\n继续努力。\n二、2025年重点工作\n桂江材料项目7月竣工。", "planned"),
        ("园区总结", "一、2024年工作回顾\n桂江材料项目7月竣工。", "done"),
    ],
)
def test_a_month_without_a_year_is_past_in_a_look_back(
    tag: Any, title: str, text: str, expected: str
) -> None:
    tagged = tag(text, title, published=SPRING, shown_at=SPRING)
    assert states(tagged) == [("竣工", expected)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "计划竣工项目47个，实际竣工44个，其中工业项目投产31个。",
            {("竣工", "done", 44), ("投产", "done", 31)},
        ),
        ("317个项目中已有41个竣工或投产。", {("竣工", "done", 41), ("投产", "done", 41)}),
        ("桂江材料项目二期已在国庆节前封顶。", {("封顶", "done", None)}),
        ("桂江材料项目力争国庆节前封顶。", {("封顶", "wished", None)}),
        ("桂江材料项目赶在春节前完工，比合同工期早了40天。", {("竣工", "done", None)}),
        ("桂江材料项目赶在国庆前完工。", {("竣工", "planned", None)}),
        ("桂江材料项目计划后年春节前建成。", {("竣工", "planned", None)}),
        ("去年签约项目168个，今年2月底前开工109个。", {("签约", "done", 168), ("开工", "done", 109)}),
        ("桂江材料项目直到2020年8月才陆续投产。", {("投产", "done", None)}),
        ("去年引进的桂江材料项目年底前竣工。", {("竣工", "planned", None)}),
        ("已于去年签约的桂湖项目将开工。", {("签约", "done", None), ("开工", "planned", None)}),
        ("桂江材料项目本打算次年春天投产，因疫情推迟。", set()),
        ("桂江看台未能按9月底的节点完工。", set()),
        ("完成投资98亿元，超出年度计划2.2亿元；全年新签约项目41个。", {("签约", "done", 41)}),
        ("景区春节假期接待游客4.3万人次；桂江材料项目已开工。", {("开工", "done", None)}),
        ("桂江陶瓷公司在现场签下骨瓷生产基地项目，桂湖装备项目当天也签了约。", {("签约", "done", None)}),
        ("商场已有180余户商家签约入驻。", set()),
        ("在推介会上，桂江县一次签约项目9个。", {("签约", "done", 9)}),
        ("甲县列入一季度开工计划，至今没有动静；桂江材料项目签约。", {("签约", "done", None)}),
        (
            "桂江材料项目明年竣工；桂湖药业项目也一并签约。",
            {("竣工", "planned", None), ("签约", "done", None)},
        ),
        ("一季度要推动已达成意向的桂江敷料项目正式签约。", {("签约", "wished", None)}),
    ],
)
def test_what_was_done_beside_what_was_planned(
    tag: Any, text: str, expected: set[tuple[str, str, int | None]]
) -> None:
    tagged = tag(text, published=SPRING, shown_at=SPRING)
    told = {(event.type, event.state, event.aggregate) for event in tagged.events}
    assert expected <= told
    assert {one for one in told if one[1] == "done"} <= expected


def test_in_a_plan_a_sentence_about_an_ended_year_tells_what_was_done(tag: Any) -> None:
    text = "2024年安排的118个项目中，36个项目当年竣工。\n今年安排126个项目，其中48个项目竣工。"
    tagged = tag(text, "桂江市2025年重点项目推进计划", published=SPRING, shown_at=SPRING)
    assert [(event.state, event.aggregate) for event in tagged.events] == [("done", 36), ("planned", 48)]
    undated = tag(text, "桂江市2025年重点项目推进计划")
    assert [event.state for event in undated.events] == ["planned", "planned"]


def test_what_an_item_of_a_list_tells_is_about_the_project_it_begins_with(tag: Any) -> None:
    text = (
        "一、续建项目\n1．桂江储能电站项目。建设单位：桂能公司。总投资20亿元，2024年3月举行开工仪式。\n"
        "2．桂湖检修中心项目。估算投资3亿元，投资协议已于今年1月签约。\n二、保障措施\n今年3月，市里举行开工动员。"
    )
    tagged = tag(text, "桂江市2025年重点项目推进计划", published=SPRING, shown_at=SPRING)
    done = [(event.type, event.project) for event in tagged.events if event.state == "done"]
    assert done == [("开工", "桂江储能电站项目"), ("签约", "桂湖检修中心项目")]


def test_an_item_may_be_about_a_thing_that_is_built(tag: Any) -> None:
    text = (
        "一、农业类\n1．桂江镇莲子加工车间。整合资金480万元，2月底建成，吸纳86名妇女就业。\n"
        "2．平西路提升改造。全长3.1公里，3月1日较合同工期提前12天竣工。\n二、续建类项目\n今年3月，市里谈到竣工。"
    )
    done = [event.project for event in tag(text, published=SPRING, shown_at=SPRING).events]
    assert done == ["桂江镇莲子加工车间", "平西路提升改造"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("去年实施重点项目79个，新开工35个、建成28个，居全市前列。", [("开工", 35), ("竣工", 28)]),
        ("今年全市项目建设提速，建成12个口袋公园。", []),
    ],
)
def test_projects_that_are_counted_as_built_are_told(tag: Any, text: str, expected: Any) -> None:
    tagged = tag(text, published=SPRING, shown_at=SPRING)
    assert [(event.type, event.aggregate) for event in tagged.events if event.state == "done"] == expected


def test_the_year_that_a_paragraph_begins_with_is_that_of_its_months(tag: Any) -> None:
    text = (
        "2023年，园区入驻企业26家。5月，桂江芯片项目竣工；10月，桂湖装备项目签约。\n6月，桂江材料项目竣工。"
    )
    tagged = tag(text, published=SPRING, shown_at=SPRING)
    assert [(event.type, event.state) for event in tagged.events] == [
        ("竣工", "done"), ("签约", "done"), ("竣工", "planned"),
    ]  # fmt: skip
    assert [str(event.date)[:7] for event in tagged.events[:2]] == ["2023-04", "2023-09"]


def test_of_unnamed_statements_those_with_a_time_of_their_own_are_told(tag: Any) -> None:
    text = (
        "3月1日，桂江材料项目签约。市长出席签约仪式。3月1日，双方与桂湖集团签约时合影。"
        "去年5月，县里在常州与江苏力鸿传动科技有限公司签约。"
    )
    tagged = tag(text, published=SPRING, shown_at=SPRING)
    assert [event.parties for event in tagged.events][1:] == [["江苏力鸿传动科技有限公司"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("桂江电站12月投运，困扰多年的限电结束了。", [("投产", "done")]),
        ("桂江热电厂去年投入运营。", [("投产", "done")]),
        ("公交公司投运新车五十辆。", []),
        ("2月28日，桂江铜带项目破土，两证同一天拿到。", [("开工", "done")]),
        ("春笋破土而出，笋农忙碌。", []),
        ("桂江铜箔项目2月满产，月出货620吨。", [("达产", "done")]),
        ("桂江机械厂房去年8月结顶。", [("封顶", "done")]),
        ("桂江薯粉厂主厂房2月封了顶。", [("封顶", "done")]),
        ("我们2024年2月28日动的工，桂江项目等不起。", [("开工", "done")]),
        ("去年底，桂江精密签订了投资协议，拟建一座工厂。", [("签约", "done")]),
        ("桂江储能与县政府签下桂江电芯项目投资协议。", [("签约", "done")]),
        ("从奠基到投用前后不过八个月，桂江茶园赶上了头采。", [("开工", "done")]),
        ("桂江电芯项目从2023年11月动工到第一块电芯下线，前后17个月。", [("开工", "done")]),
        ("桂江线束项目从租下厂房到投产只有76天。", [("投产", "done")]),
        ("工业项目从签约到开工不超过180天。", []),
        ("有自媒体称桂江三期“已经破土”，并不属实。", [("开工", "negated")]),
        ("桂江基地排进了今年第二批集中开工的名单。", []),
        ("桂江材料项目原打算去年底投产，可中途换了路线，没能如愿。", [("投产", "negated")]),
        ("桂江项目二期摘了牌，打算秋收后开工。", [("开工", "planned")]),
        ("他算了笔账：桂江一期项目全部达产，每年能吃下4万吨电池。", [("达产", "conditional")]),
        ("桂江饲料项目达产后一年能吃掉35万吨玉米芯。", [("达产", "conditional")]),
        ("招商中心主任刘凡说，上年签下的41个项目里，开工33个。", [("开工", "done")]),
        ("帮企业争取到贴息;2月，桂江变电站项目动工。", [("开工", "done")]),
        ("前2个月，已有118个重点项目开工、64个建成。", [("开工", "done"), ("竣工", "done")]),
        ("一季度，118个项目中，动工的有37个。", [("开工", "done")]),
        ("去年的129个项目中，已有83个落地开工。", [("开工", "done")]),
        ("新入规企业23户，其中建成投产企业9户。", [("投产", "done")]),
        ("桂江肉制品厂扩建项目火热。该厂建成于2016年，主要生产腊肉。", [("竣工", "done")]),
        ("桂江调料项目投产后销路比预期要好。", [("投产", "done")]),
        ("桂江调料项目投产后产能可翻一番。", [("投产", "conditional")]),
        ("桂江果酒项目投产第一个月就收购次果1100吨。", [("投产", "done")]),
        ("我们去年9月在蚌埠与怀远县签约，春节前拿到了土地证。", [("签约", "done")]),
        ("“我们从考察到正式签约桂江项目，前后只用了47天。”", [("签约", "done")]),
        ("桂江硅片项目满产后受价格下行影响，开工率降至六成。", [("达产", "done")]),
        ("桂江项目投产后三个月内，要辅导企业申报。", [("投产", "conditional")]),
        ("桂江预制菜园首批5家企业投产。", [("投产", "done")]),
        ("春节后，全县50家企业开工，订单充足。", []),
        ("累计签约装备项目21个，建成13个，在建5个。", [("签约", "done"), ("竣工", "done")]),
        ("推介会上，经开区一口气签下5个项目，涵盖电池材料。", [("签约", "done")]),
        ("直到2015年春天，桂江二期项目才重新启动建设。", [("开工", "done")]),
        ("2024年2月，赶在当年榨季到来之前，桂江番茄项目投产。", [("投产", "done")]),
        ("力争明年春节前完成安装调试，二季度实现桂江项目投产。", [("投产", "planned")]),
    ],
)
def test_other_words_for_the_same_stages(tag: Any, text: str, expected: States) -> None:
    assert states(tag(text, published=SPRING, shown_at=SPRING)) == expected


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("", "列入省重点的桂江材料项目年内竣工。", "planned"),
        ("2024年国民经济统计公报", "初步核算，生产总值增长6%。\n列入省重点的桂江项目年内竣工。", "done"),
        ("2024年度账单，请查收", "6月，桂江储能项目签约。", "done"),
        ("2024年度账单，请查收", "桂江易拉盖项目剩余两条线春节后安装，年内可达产。", "planned"),
        ("", "落户是在2024年。当年8月，桂江基地项目签约。", "done"),
        ("", "桂江器械项目已于2024年11月签约，一季度完成土地出让，5月动工。", "planned"),
        ("", "6月，桂江储能项目签约。", "planned"),
        ("关于2024年重点项目进展情况的通报", "1号线已达产;2号线正在安装，桂江项目10月投产。", "planned"),
        ("", "桂江厂房项目3月底封顶。", "planned"),
        ("", "桂江厂房项目2月底封顶。", "done"),
    ],
)
def test_what_a_time_means_by_what_the_document_is(tag: Any, title: str, text: str, expected: str) -> None:
    assert tag(text, title, published=SPRING, shown_at=SPRING).events[-1].state == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("上半年开工40个项目，全年竣工35个以上。", [("开工", "planned"), ("竣工", "planned")]),
        ("三年累计新开工亿元以上项目60个。", [("开工", "planned")]),
        ("“十四五”以来，累计竣工省重点项目136个。", [("竣工", "done")]),
        ("2022年6月，桂江一期拉棒项目建成投产，二期设备已招标。", [("投产", "done")]),
        ("2023年轻纺片区新签约项目11个。", [("签约", "done")]),
        ("一、2024年工作回顾\n桂江油缸项目投产后人均产出提高四成。", [("投产", "done")]),
        ("一、2025年工作任务\n桂江油缸项目投产后人均产出提高四成。", [("投产", "conditional")]),
        ("过去五年累计开工项目60个。", [("开工", "done")]),
    ],
)
def test_a_plan_tells_what_is_over_and_what_is_running(tag: Any, text: str, expected: States) -> None:
    plan = tag(text, "桂江县产业园区三年行动方案", published=SPRING, shown_at=SPRING)
    assert (plan.doc_class, states(plan)) == ("plan", expected)


def test_a_sentence_that_says_only_when_goes_on_about_the_project_before(tag: Any) -> None:
    found = tag("桂江光学膜项目来得不易。2021年10月签约，次年1月破土。", published=SPRING, shown_at=SPRING)
    assert [(event.type, event.project) for event in found.events] == [
        ("签约", "桂江光学膜项目"), ("开工", "桂江光学膜项目"),
    ]  # fmt: skip
