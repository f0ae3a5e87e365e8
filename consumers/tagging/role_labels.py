"""The words that say what a figure is about. Of several that fit at one place the first counts."""

import re

TOTAL, THRESHOLD_ROLE, CONVERSION, PER_UNIT = "总投资", "门槛", "折合", "均值"
INVESTED, CAPACITY, PROJECTS, COMPANIES = "投资", "产能", "项目数", "企业数"

# Role, and its words as regular expressions with spaces between.
# Every word begins with a plain letter: only then can a search skip what is none of them.
_MONEY = (
    (CONVERSION, "约合 折合 折算 合人民币 合约"),
    (PER_UNIT, "每(?:亩|吨|公?斤|户|人|平方米|平米|千瓦时|立方米|度|台|套|件|辆) 亩均 人均 户均 单价 均价"),
    ("完成投资", "完成(?:年度|计划|工业|固定资产)*(?:总?投资额?|工程量) 累计投资 实际投资 已投资"),
    ("完成投资", "年度投资 年度计划投资"),
    (TOTAL, "总投资(?:额|规模)? 投资总额 投资规模 概算 估算(?:投资)? 造价"),
    ("协议引资", "协议引资 协议投资额? 协议资金 引资 签约(?:总|金)?额"),
    ("固定资产投资", "固定资产投资 工业投资 民间投资 建安投资 列统投资额? 入库投资额? 技改投资"),
    ("外资", "外资 境外资金 外商直接投资 fdi"),
    ("注册资本", "注册资本金? 注册资金 认缴 实缴 实收资本"),
    ("到位资金", "到位资金 到账资金 资金到位 首期款 二期款 省外境内资金"),
    ("财政收入", "一般公共预算收入 财政(?:总)?收入 地方一般预算收入"),
    ("税收", "税收(?:收入)? 利税 纳税 税金 缴税 完税 税款 退税 减税"),
    ("利润", "利润(?:总额)?"),
    ("统计", "生产总值 gdp 增加值 进出口总?[额值]? 外贸 零售总?额 消费品"),
    ("进出口额", "出口(?:额|总额|创汇)? 进口额?"),
    ("销售收入", "销售(?:收入|额)? 年销(?!售) 销往 营业(?:总?收入|额) 营收 业务收入 开票"),
    ("产值", "产值 产出"),
    ("合同额", "合同(?:总?金?额)? 订单(?:总?金?额)? 成交(?:总?额|价)? 中标(?:价|金额)? 交易(?:总?[额价])"),
    ("合同额", "总价款? 价款 起始价 起拍价 控制价"),
    ("基金规模", "基金(?:总)?规模 基金 首关"),
    ("融资", "融资 贷款 授信 债券 专项债 信贷 发债 保函"),
    (INVESTED, "建设投资 环保投资 设备投资 环保投入"),
    ("其他", "补[贴助偿] 奖[励补金] 专项资金 财政资金 扶持 支持 拨付 下达 红包 罚[款没]? 保证金"),
    ("其他", "押金 定金 减免 利息 股权 薪 工资 租金 票价"),
    (INVESTED, "投资(?![者商方人]) 投入 投建 斥资 出资 注资 增资 耗资 砸下 追加 作价 流动资金"),
    (INVESTED, "建设资金 自筹资金 工程费用? 资本"),
    ("收入", "总收入 收入 增收 收益"),
)
_AREA = (
    (CAPACITY, "年产(?!值) 产能 产量 日产"),
    ("建筑面积", "建筑(?:总)?面积 建设规模 建设面积 改造面积 施工面积 竣工面积 营业面积 经营面积"),
    ("建筑面积", "商业面积 开工面积 楼面 厂房 车间 仓库 办公楼 综合楼 楼宇"),
    ("占地", "占地(?:总?面积)? 征地 征收 占用"),
    ("用地", "用地(?:总?面积)? 土地 流转 地块 出让 供地 面积 宗地 种植 播种"),
    ("用地", "农田 绿化 水面 核心区 规划区 功能区 保护区 造林 整治 腾出"),
)
_OUTPUT = (
    ("日产能", "日(?:处理|加工|产|熔量|供水|供气|屠宰)(?:能力|规模)?量?"),
    (CAPACITY, "年(?:可|均)?(?:处理|加工|处置|消纳|回收|利用|拆解)(?:能力|规模|量)? 处理能力 处理规模"),
    ("年产", "年(?:可|均|内)?(?:产(?!值)|生产|出栏|提供|供应|屠宰|组装)(?:能力|规模|量)? 月产"),
    ("装机", "储能 风电 光伏 装机(?:总?容量|规模)? 并网(?:规模|容量)?"),
    (CAPACITY, "产能 仓容 生产能力 能力 加工(?!费|贸) 供[水气汽热暖电] 单罐 库容 容量 规模(?!以上) 总产"),
    ("产量", "产量 发电量? 出栏 存栏 下线 出产 生产(?!总值|线|性|企业|经营) 产气 产油 产煤 粗钢"),
    ("产量", "原煤 产出 制造 采掘? 开采 排产"),
    ("统计", "吞吐量 货运量 运量 运送 销量 销售 出口 进口 上网电量 用电量"),
)
# 5000亩用地, 1.9亿元社会资本: the label stands behind.
_MONEY_BEHIND = (
    (TOTAL, "的?(?:总投资|概算)"),
    (INVESTED, "的?(?:[社工民固][会业间定])?(?:投资|资本)(?![者商方人])"),
    ("产值", "的?年?产值"),
    ("销售收入", "的?年?(?:销售|营收)"),
    ("税收", "的?(?:税收|纳税)"),
    ("合同额", "的?(?:订单|大单|合同|采购)"),
    ("融资", "的?(?:贷款|授信|融资|债券|专项债)"),
    ("其他", "的?(?:补贴|补助|奖励|奖金|罚款|资金)"),
)
_AREA_BEHIND = (
    ("建筑面积", "的?(?:标准|高标准|工业|定制|钢结构|现代)*化?(?:厂房|车间|仓库|办公楼)"),
    ("用地", "的?(?:建设|工业|净|产业)?(?:用地|土地|地块)|荒[滩山地坡]|耕地|农田|林地|果园|茶园|[虾鱼]塘"),
)
_BUILT = "项目|工程|生产线|产线|基地|装置|扩建|技改|产能|电站|机组|光伏|储能|风电|农光"
_MEASURE_BEHIND = ((CAPACITY, rf"[^,;。、\n]{{0,16}}?(?:{_BUILT})"),)
_THING_BEHIND = (
    (CAPACITY, r"[^,;。、\n]{0,16}?(?:生产线|产线|生产基地|的?生产能力|的?(?:产能|年产|产量|规模))"),
)


class Labels:
    """The labels of a kind. They are looked for without groups, which is several times faster."""

    def __init__(self, labels: tuple[tuple[str, str], ...]) -> None:
        words = [(role, "|".join(words.split())) for role, words in labels]
        self.pattern = re.compile("|".join(word for _, word in words))
        self._grouped = re.compile("|".join(f"({word})" for _, word in words))
        self._roles = [role for role, _ in words]

    def role(self, found: re.Match[str]) -> str:
        match = self._grouped.match(found.string, found.start())
        return self._roles[((match and match.lastindex) or 1) - 1]


_OF_OUTPUT = Labels(_OUTPUT)
IN_FRONT = {"money": Labels(_MONEY), "area": Labels(_AREA), "measure": _OF_OUTPUT, "thing": _OF_OUTPUT}
AT_END = {
    "money": Labels(_MONEY_BEHIND),
    "area": Labels(_AREA_BEHIND),
    "measure": Labels(_MEASURE_BEHIND),
    "thing": Labels(_THING_BEHIND),
}
