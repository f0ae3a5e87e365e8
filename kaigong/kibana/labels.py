"""What the fields and their values are called in Kibana."""

from typing import Final

from consumers.alerting.wording import STATE_NAMES
from mappings import Kind

TITLES: Final[dict[Kind, str]] = {
    "articles": "开工 · 文章",
    "events": "开工 · 项目事件",
    "alerts": "开工 · 预警",
    "sources": "开工 · 来源",
}

FIELDS: Final[dict[str, str]] = {
    "acknowledged": "已确认",
    "aggregate": "合计项目数",
    "alert_id": "预警编号",
    "amount_cny": "金额（元）",
    "amount_yi": "金额（亿元）",
    "area_m2": "面积（平方米）",
    "article_id": "文章编号",
    "column": "栏目",
    "confidence": "置信度",
    "content_hash": "内容摘要值",
    "created_at": "预警时间",
    "date": "事件日期",
    "date_precision": "日期精度",
    "deliveries.alert_id": "送达·预警编号",
    "deliveries.attempts": "送达·尝试次数",
    "deliveries.digest": "送达·汇总",
    "deliveries.held": "送达·等待原因",
    "deliveries.last_error": "送达·最近错误",
    "deliveries.message_id": "送达·邮件编号",
    "deliveries.next_at": "送达·下次尝试",
    "deliveries.receiver": "送达·收件人",
    "deliveries.sent_at": "送达·时间",
    "deliveries.state": "送达·状态",
    "doc_class": "文体",
    "doc_no": "文号",
    "end": "证据结束",
    "event_id": "事件编号",
    "event_ids": "事件编号",
    "event_types": "事件类型",
    "expected_by": "应有更新时间",
    "fetched_at": "抓取时间",
    "first_seen": "首次发现",
    "held_reasons": "未推送原因",
    "images": "图片",
    "industries": "产业（全部）",
    "kind": "类别",
    "last_new_at": "最近新文章",
    "main_industry": "产业",
    "main_place": "地区",
    "named": "有项目名",
    "of_alert": "所续预警",
    "parties": "参与方",
    "place_codes": "地区代码（含上级）",
    "place_names": "地区名称（含上级）",
    "project": "项目",
    "project.keyword": "项目",
    "parties.keyword": "参与方",
    "published": "发布时间",
    "published_precision": "发布时间精度",
    "publisher": "发布机构",
    "reason": "原因",
    "region": "来源地区",
    "revision": "修订号",
    "rule": "判定规则",
    "rule_id": "预警规则",
    "rule_name": "预警规则名称",
    "segment": "版面分篇",
    "sentence": "证据句",
    "shown_at": "时间",
    "silenced": "静默",
    "since": "状态开始",
    "source_id": "来源",
    "start": "证据开始",
    "state": "状态",
    "story_id": "同一新闻编号",
    "tagging.data_version": "标注数据版本",
    "tagging.seq": "标注次序",
    "tagging.version": "标注程序版本",
    "text": "正文",
    "title": "标题",
    "truncated": "正文截断",
    "type": "事件类型",
    "url": "链接",
    "wait_seconds": "首次送达用时（秒）",
    "withdrawn_at": "撤回时间",
}

_SOURCE_STATES = {
    "ok": "正常",
    "new": "新来源",
    "late": "迟到",
    "failing": "出错",
    "blocked": "被拒绝",
    "retired": "停用",
}
_DELIVERY_STATES = {
    "pending": "等待",
    "sending": "发送中",
    "sent": "已送达",
    "failed": "失败",
    "uncertain": "可能重复",
}
_ALERT_KINDS = {"new": "新预警", "update": "更新", "withdrawn": "撤回", "late": "补录"}
_PRECISIONS = {
    "minute": "分钟",
    "day": "日",
    "month": "月",
    "quarter": "季度",
    "half": "半年",
    "year": "年",
    "none": "不详",
}
_CLASSES = {
    "news": "新闻",
    "plan": "规划计划",
    "notice": "通知公告",
    "statistics": "统计",
    "newspaper": "报纸版面",
}

# Field → value → what a person reads.
VALUES: Final[dict[Kind, dict[str, dict[str, str]]]] = {
    "articles": {"published_precision": _PRECISIONS, "doc_class": _CLASSES},
    "events": {"state": STATE_NAMES, "date_precision": _PRECISIONS, "doc_class": _CLASSES},
    "alerts": {"kind": _ALERT_KINDS, "state": STATE_NAMES, "deliveries.state": _DELIVERY_STATES},
    "sources": {"state": _SOURCE_STATES},
}
