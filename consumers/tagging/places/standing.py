"""How a place's name stands in its clause: whether anything may be told of what lies in it. Pure."""

import re

from msgspec import Struct

from consumers.tagging.text.prepared import Prepared

_LOOK_BACK = 24
# What goes there, comes from there, or is like there, is elsewhere; so is who is only from there.
_FAR = re.compile(
    r"(?:往|到|去|赴|抵|向|与|同|跟|比|较|从(?<!记者从)|由|自|离|距|学习|借鉴|对标|看齐|媲美|承接|对接|面向|辐射|融入|接轨|参照|效仿|引进|引入|请|依托"
    r"|毕\w?于|就\w?于|供\w?于|任\w?于|读于|老家在?|籍贯|嫁|出口|供应?|销|卖|寄|运|送|发|飞|远在|远离|堪比|赛过|不输|讨教|取经|相邻|毗邻|紧邻|邻近|仿照)"
    r"(?:了|着|过|给|至|到|入)?(?:\w{2,4}[、和])*\Z"
)
_OF_THERE = re.compile(
    r"[市省]?(?:的?(?:籍|牌|产|造|话|菜|专家|教授|学者|医生|医疗队|名医|老师|企业|公司|客[商人户]|商[会人户]|游客|旅客|代表|媒体|知青|[^,。;、]{0,3}队(?!伍)|剧|乐|买家|采购|订单"
    r"|口音|方言|姑娘|小伙|朋友|亲戚|同[行学]|大学生|学生|孩子|总部)|(?:打工|务工|上班|求学|读书|经商|当兵)"
    r"|[^,。;]{0,10}?(?:来访|到访|应邀|来(?:考察|推介|参观|学习|交流|慰问|演出)))"
)
_OPENING = re.compile(
    r"\s*(?:记者|从|据|其中|这里是|目前|当[日天]|位于|近日|日前|昨[日天]|今[日天年]|在|[春夏秋冬深初隆盛]{1,2}的?)*"
)
# What is told of the whole city, and so of its districts: its days and weather, what it decrees, its streets.
_TIME = (
    "今|昨|明[天日年晚晨]|近[日期来年]|日前|入[春夏秋冬]|这个?[春夏秋冬]|连[日下]|下了|迎来|进入|[春夏秋冬]|[两三四]地"
    "|端午|中秋|国庆|元[旦宵]|清明|重阳|周末"
)
_DECREES = (
    "公布|发布|召开|印发|出台|启动|通报|要求|部署|推进|实施|宣布|完成|新增|共有|全市|各[区县]|两?地?城区"
)
_SCENES = "[春夏秋冬]|雨季|天气|气温|夜经济|房价|房子|供[热暖]|[早夜]市|街头|街巷|大街|大集|老城"
_GOVERNS = re.compile(rf"(?:市|州|盟|地区)?(?:{_TIME}|{_DECREES}|的?(?:{_SCENES}))")
_OFFICE = r"(?:(?:人民)?政府|人大|政协|纪委|[一-鿿]{2,7}?(?:局|委|办|厅|部门)|委(?!托|派))[^,。;]{0,6}?"
_TELLS = "获悉|了解到|消息|介绍|提示|印发|下发|提醒|透露|明确|安排"
_SPEAKS = re.compile(rf"(?:(?<=[省市州盟区])|市){_OFFICE}(?:{_TELLS}|{_DECREES}|{_TIME})")
_COUNTED = re.compile(r"(?:全国|同名|[两二三四五六七八九]个)的?\Z")


class Standing(Struct, frozen=True, gc=False):
    """What is told may be at a name that `leads`. Something goes to what is `far`, or comes from there.

    What is told where a name `governs` is told of all that lies in it, and where it `speaks`, on the word
    of its office or as the topic: 在福州, or 福州: in a headline. Of what is `counted` there are several:
    全国四个鼓楼区. What `opens` stands where its clause begins, at `clause`.
    """

    clause: int = -1
    leads: bool = False
    far: bool = False
    opens: bool = False
    governs: bool = False
    speaks: bool = False
    counted: bool = False

    @property
    def is_only_from(self) -> bool:
        """福州客人"""
        return not self.leads and not self.far


def standing(text: Prepared, start: int, end: int, *, opens: bool = False) -> Standing:
    """产品销往北京 is far; 沈阳今冬首场雪 governs; 福州市教育局公布 speaks.

    `opens`: it stands in a list behind a name that does.
    """
    chars = text.chars
    clause = text.clause(start).start
    far = _FAR.search(chars, max(clause, start - _LOOK_BACK), start) is not None
    opens = opens or _OPENING.fullmatch(chars, clause, start) is not None
    return Standing(
        clause=clause,
        leads=not far and _OF_THERE.match(chars, end) is None,
        far=far,
        opens=opens,
        governs=opens and _GOVERNS.match(chars, end) is not None,
        counted=_COUNTED.search(chars, max(clause, start - _LOOK_BACK), start) is not None,
        speaks=opens and (_is_topic(chars, start, end) or _SPEAKS.match(chars, end) is not None),
    )


def _is_topic(chars: str, start: int, end: int) -> bool:
    return chars.startswith(":", end) or (chars.startswith("在", start - 1) and chars.startswith(",", end))
