"""What a keyword alert does: every occurrence of a word counts, and a name means its first place."""

import re
from collections.abc import Iterator

from labels import EVENT_TYPES, Line
from regions import Counties

CHAIN_WORDS = {
    "医药健康": "医药 制剂 中成药 医疗器械 疫苗 诊断",
    "高端装备与智能制造": "机器人 机床 装备 机械 智能制造",
    "新材料": "新材料 碳纤维 粉体 复合材料 高温合金",
    "电子信息与集成电路": "集成电路 半导体 封装 显示 传感器 电子",
    "软件信息与大数据": "软件 大数据 云计算 人工智能 算力 互联网",
    "航空航天与低空": "航空 无人机 卫星 低空",
    "新能源与储能": "光伏 风电 氢能 储能 锂电",
    "汽车与新能源汽车": "汽车 整车 动力电池",
    "化工与石化": "化工 炼化 石化 聚氨酯 乙烯",
    "冶金建材": "钢铁 水泥 玻璃 铝 建材",
    "纺织服装": "纺织 织造 印染 化纤 家纺 服装",
    "食品饮料": "食品 预制菜 饮品 粮油 加工",
    "现代农业": "农业 农田 养殖 生猪 苗木",
    "木业家居造纸": "木业 人造板 家具 造纸",
    "海工与船舶": "海工 船舶 港机",
    "绿色环保": "固废 污水 资源化 环保",
    "现代物流": "物流 冷链 快递 多式联运",
    "文旅与商贸": "旅游 景区 商圈 跨境电商 文旅",
    "现代服务与总部": "总部 楼宇 检验检测 人力资源",
    "建筑与房地产": "装配式 城市更新 保障房 房地产",
}
MONEY = re.compile(r"(\d+(?:\.\d+)?)(亿|万)(美元|欧元|元)")
AREA = re.compile(r"(\d+(?:\.\d+)?)(万)?(平方米|亩)")
FACTORS = {"亿": 1e8, "万": 1e4, None: 1.0}
UNITS = {"元": "CNY", "美元": "USD", "欧元": "EUR", "平方米": "m2", "亩": "亩"}


def tag(line: Line, counties: Counties) -> Line:
    text = line["text"]
    chains = [name for name, words in CHAIN_WORDS.items() if any(word in text for word in words.split())]
    return {
        "id": line["id"],
        "places": [{**place, "role": "site"} for place in counties.mentions(text)],
        "industries": [{"name": name, "score": 1.0} for name in chains],
        "events": list(_events(text)),
        "figures": [_figure(found) for pattern in (MONEY, AREA) for found in pattern.finditer(text)],
    }


def _events(text: str) -> Iterator[Line]:
    for word in EVENT_TYPES:
        for found in re.finditer(word, text):
            span = {"start": found.start(), "end": found.end()}
            yield {"type": word, "state": "done", "named": False, "aggregate": None, **span}


def _figure(found: re.Match[str]) -> Line:
    number, scale, unit = found.groups()
    value = float(number) * FACTORS[scale]
    return {"value": value, "unit": UNITS[unit], "start": found.start(), "end": found.end()}
