from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

import consumers.tagging.knowledge as module
from consumers.tagging import Knowledge
from consumers.tagging.industries.vocabulary import Chains
from consumers.tagging.text.prepared import Prepared
from consumers.tagging.yaml_file import read_model

SHIPPED = Path(module.__file__).parent / "data" / "industries.yaml"


def words(knowledge: Knowledge, text: str) -> dict[str, set[str]]:
    """Each word that counts in full, with its chains."""
    found: dict[str, set[str]] = {}
    for word in knowledge.industries.find(Prepared(text)).words:
        if word.weight >= 1.0:
            found.setdefault(word.keyword, set()).add(word.chain)
    return found


def names(tagged: Any) -> list[str]:
    return [industry.name for industry in tagged.industries]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("企业主攻体外诊断试剂与疫苗，布局原料药。", "医药健康"),
        ("芯片封测与晶圆制造产线。", "电子信息与集成电路"),
        ("低空经济与无人机试飞基地。", "航空航天与低空"),
        ("光伏与储能电站并网。", "新能源与储能"),
        ("木业与家具企业集聚。", "木业家居造纸"),
        ("县里的己内酰胺装置满负荷运转。", "化工与石化"),
        ("新上一条间苯二胺生产线。", "化工与石化"),
    ],
)
def test_the_chain_of_a_text(tag: Any, text: str, chain: str) -> None:
    assert tag(text).main_industry == chain


@pytest.mark.parametrize(
    "text",
    [
        "进一步优化工作流程。",
        "强化工会建设，深化工资改革，美化工区环境。",
        "实现社会消费品零售总额增长。",
        "开展大数据招商。",
        "深化工作机制改革，强化工作落实。",
        "市旅游局发布通知，市农业农村局、住房和城乡建设局转发。",
        "市民可在汽车站、机场路和茶叶大厦北门乘车。".replace("和茶叶大厦北门", ""),
        "把好“方向盘”，踩足“油门”，用好“刹车”。",
        "这家人不种粮、不养猪。",
    ],
)
def test_letters_of_other_words_are_no_industry(tag: Any, text: str) -> None:
    assert names(tag(text)) == []


def test_part_of_a_places_name_is_no_industry(tag: Any) -> None:
    assert names(tag("建安区、锡山区召开会议。")) == []
    assert names(tag("滨江镇化工园新增项目3个。")) == ["化工与石化"]


def test_letters_and_digits_are_whole_words(tag: Any) -> None:
    assert names(tag("规模由原来压缩为2.5GWh。")) == []
    assert names(tag("新建5G工厂，上线MES系统。")) == ["软件信息与大数据"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("今年的蜜柚、脐橙长势喜人。", ["现代农业"]),
        ("蜜柚深加工、脐橙汁车间忙碌。", ["食品饮料"]),
        ("牦牛绒围巾走俏。", ["纺织服装"]),
        ("新能源32万辆。", ["汽车与新能源汽车"]),
        ("这里造纺织机械。", ["高端装备与智能制造"]),
    ],
)
def test_what_follows_turns_a_word(tag: Any, text: str, wanted: list[str]) -> None:
    assert sorted(names(tag(text))) == sorted(wanted)


def test_what_follows_a_word_may_add_a_chain(knowledge: Knowledge) -> None:
    assert words(knowledge, "锂电生产设备厂满产。")["锂电"] == {"高端装备与智能制造", "新能源与储能"}


def test_a_weak_word_counts_in_front_of_what_is_made(tag: Any) -> None:
    assert names(tag("要推进数字化，提升智能化水平。")) == []
    assert names(tag("大数据产业园来了三家数字化企业。")) == ["软件信息与大数据"]


def test_a_tool_is_no_industry(tag: Any) -> None:
    assert names(tag("通过人工智能、大数据平台巡查河道堤防。")) == []


def test_a_companys_name_decides_nothing_alone(tag: Any) -> None:
    assert names(tag("天河纺织集团把闲置厂房改成了冷链物流园，冷库先行启用。")) == ["现代物流"]
    assert names(tag("天河纺织集团负责人到会。")) == []
    assert names(tag("天河纺织集团的棉纱车间扩产。")) == ["纺织服装"]


def test_a_passing_mention_in_a_long_text_is_no_industry(tag: Any) -> None:
    filler = "会议研究部署了近期的各项任务。" * 400
    assert names(tag(filler + "其间提到了一次疫苗。")) == []


def test_a_project_or_a_title_is_what_a_text_full_of_meetings_is_about(tag: Any) -> None:
    meeting = "会议听取了有关部门的意见，研究了下一步的工作。" * 6
    assert names(tag(meeting + "其间提到了碳纤维。")) == []
    assert names(tag("桂江碳纤维项目昨日开工。" + meeting)) == ["新材料"]
    assert names(tag(meeting, title="我市召开碳纤维产业座谈会")) == ["新材料"]


def test_words_beside_a_project_and_in_the_title_weigh_more(tag: Any) -> None:
    after = "昨日天气晴好。" * 3
    plain = tag("介绍了碳纤维。" + after).industries[0]
    producing = tag("企业介绍了碳纤维。" + after).industries[0]
    beside = tag("桂江碳纤维项目昨日开工。" + after).industries[0]
    titled = tag("介绍了碳纤维。" + after, title="碳纤维大会").industries[0]
    assert plain.score < producing.score < beside.score < titled.score


def test_an_event_takes_the_industry_of_its_project(tag: Any) -> None:
    (event,) = tag("在光伏企业云集的园区，桂江医疗器械产业园项目昨日开工。").events
    assert event.industries == ["医药健康"]


def test_events_of_one_sentence_take_the_industries_of_their_clauses(tag: Any) -> None:
    found = tag("桂江一期昨日开工，生产碳纤维；柳江二期昨日竣工，加工预制菜。").events
    assert {event.type: event.industries for event in found} == {"开工": ["新材料"], "竣工": ["食品饮料"]}


def test_the_chains_are_the_twenty_and_share_no_word() -> None:
    chains = read_model(Chains, SHIPPED).chains
    assert len(chains) == 20
    assert all(len(chain.keywords) > 100 for chain in chains)
    shared = SHIPPED.read_text("utf-8").replace("磁共振 ", "磁共振 数控机床 ", 1)
    with pytest.raises(ValidationError, match="数控机床"):
        Chains.model_validate(yaml.safe_load(shared))


def test_weak_words_alone_are_no_industry_however_many(tag: Any) -> None:
    assert names(tag("要推进数字化、信息化、智能化，用好大数据、互联网、5G。" * 5)) == []


def test_what_stands_on_every_building_site_is_no_industry(knowledge: Knowledge, tag: Any) -> None:
    text = "挖掘机、起重机轰鸣，货车穿梭，工人绑扎钢筋、浇筑混凝土，塔吊林立。"
    assert words(knowledge, text) == {}
    assert names(tag("起重机产业园投产，水泥企业扩产。")) == ["高端装备与智能制造", "冶金建材"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("老人手里还攥着一袋苹果。", []),
        ("果园今年卖出苹果三百吨。", ["现代农业"]),
        ("民警在家具厂门口救下一人。", []),
        ("民警走进家具产业园，园里的生产线一天出沙发八百套。", ["木业家居造纸"]),
        ("虞城县的卷尺企业新上两条卷尺生产线。", ["高端装备与智能制造"]),
        ("桌上摆着一盒月饼。", []),
    ],
)
def test_things_of_daily_life_count_where_somebody_makes_them(tag: Any, text: str, wanted: list[str]) -> None:
    assert names(tag(text)) == wanted


def test_what_a_customer_makes_is_not_what_the_text_is_about(tag: Any) -> None:
    assert names(tag("硅钢薄带项目投产，产品供给变压器厂。")) == ["冶金建材"]


def test_a_list_of_all_industries_is_about_none(tag: Any) -> None:
    everything = "围绕装备制造、新材料、生物医药、电子信息、现代农业、文化旅游等产业招商。"
    assert names(tag(everything)) == []
    assert names(tag("围绕生物医药、纺织服装产业招商。")) == ["医药健康", "纺织服装"]


def test_a_chain_has_a_fair_share_beside_the_first(tag: Any) -> None:
    apples = "果农采收苹果和雪梨，苹果价格走高，果园丰收。" * 4
    assert names(tag(apples * 4 + "路边有一家光伏企业。")) == ["现代农业"]
    assert names(tag("果园丰收，苹果价格走高。村后的光伏电站并网发电。")) == ["新能源与储能", "现代农业"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("橡胶医用导管线达产。", ["医药健康"]),
        ("汽车座椅项目签约，汽车、座椅两家企业落户。", ["汽车与新能源汽车"]),
    ],
)
def test_what_a_thing_is_made_of_is_not_what_the_text_is_about(
    tag: Any, text: str, wanted: list[str]
) -> None:
    assert names(tag(text)) == wanted


def test_of_two_makers_side_by_side_neither_is_a_material(knowledge: Knowledge) -> None:
    found = words(knowledge, "橡胶、医用导管两家企业扩产。")
    assert set().union(*found.values()) == {"医药健康", "化工与石化"}


def test_a_short_word_means_what_the_long_one_before_it_meant(tag: Any) -> None:
    assert names(tag("液压支架生产线达产，月产支架120架。")) == ["高端装备与智能制造"]
    assert names(tag("支架生产线达产，月产心脏支架120万枚。")) == ["医药健康"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("果汁厂投产，日处理红薯300吨。", ["食品饮料"]),
        ("再生铝企业引进双室熔炼炉。", ["冶金建材"]),
        ("再生铝企业引进8000吨压力机、双室熔炼炉和随动磨床。", ["冶金建材"]),
        ("园区引进压力机、数控机床等企业三家。", ["高端装备与智能制造"]),
        ("葡萄酒企业入驻免税店。", ["食品饮料"]),
        ("打火机企业之外，电路板企业投产。", ["电子信息与集成电路"]),
    ],
)
def test_raw_materials_machines_and_shops_stand_in_passing(tag: Any, text: str, wanted: list[str]) -> None:
    assert names(tag(text)) == wanted


NOTICE = (
    "项目位于经开区云岭路，在现有厂房内新增头孢类原料药生产线两条，配套溶媒回收装置、污水处理站及RTO。"
    "有机废气经催化燃烧后由25米高排气筒排放，高盐废水经三效蒸发预处理，危险废物委托有资质单位处置。"
)


def test_how_a_factory_treats_its_own_waste_is_not_what_the_text_is_about(tag: Any) -> None:
    assert names(tag(f"头孢类原料药项目环境影响报告书受理公示\n{NOTICE}")) == ["医药健康"]
    assert names(tag("危废焚烧处置中心和污水处理厂二期同日开工，园区环保产业再添两个项目。")) == ["绿色环保"]


def test_what_a_bidder_must_be_qualified_for_is_not_what_the_text_is_about(tag: Any) -> None:
    tender = "改造提升高标准农田1.6万亩，新打机井42眼。投标人须具备水利水电工程施工总承包三级及以上资质。"
    assert names(tag(tender)) == ["现代农业"]


def test_projects_between_semicolons_are_no_list_of_all_industries(tag: Any) -> None:
    signed = (
        "签约项目中，楚磷公司年产20万吨磷酸铁项目落户枝城；远峡药业投资9亿元建设原料药车间；"
        "红花镇柑橘果汁项目投资2亿元；枝城港新建5000吨级泊位；云锦公司毛毯项目租用厂房3万平方米。"
    )
    assert {"医药健康", "食品饮料", "纺织服装"} <= set(names(tag(signed)))


def test_a_word_that_is_cut_hides_none(tag: Any) -> None:
    assert names(tag("黄牛肉干加工厂拿到出口备案。")) == ["食品饮料"]


def test_a_duty_inside_a_good_is_none(tag: Any) -> None:
    assert names(tag("智能停车设备园落成。")) == ["高端装备与智能制造"]


def test_what_stands_in_passing_names_known_chains() -> None:
    shipped = yaml.safe_load(SHIPPED.read_text("utf-8"))
    shipped["in_passing"][0]["of"] = ["软件"]
    with pytest.raises(ValidationError, match="`in_passing` names chains that there are not: 软件"):
        Chains.model_validate(shipped)


def test_clauses_that_are_aside_name_known_chains() -> None:
    shipped = yaml.safe_load(SHIPPED.read_text("utf-8"))
    shipped["aside_clauses"][0]["of"] = ["环保"]
    with pytest.raises(ValidationError, match="`aside_clauses` names chains that there are not: 环保"):
        Chains.model_validate(shipped)


@pytest.mark.parametrize(
    "text",
    [
        "市委书记到光伏产业园和中药厂考察。",
        "审计发现两家供水公司违规采购。",
        "银行行长说，去年给种粮大户放贷六千万。",
    ],
)
def test_errands_of_officials_are_no_industry(tag: Any, text: str) -> None:
    assert names(tag(text)) == []
