"""The rules of events.yaml: keywords, what hides a keyword, and sentences that prove each rule."""

from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from consumers.tagging.modality import Cues

Want = Literal["done", "planned", "conditional", "wished", "negated", "none"]
REASONS = ("计划", "条件", "愿望", "否定", "开工率", "跨词", "口号", "其他义项", "无项目")
MaskReason = Literal["计划", "开工率", "跨词", "口号", "其他义项", "条件"]


class Sentence(BaseModel):
    """A sentence and what the rule must make of it; what is not given is not checked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    want: Want
    aggregate: int | None = None
    named: bool | None = None
    project: str | None = None


class EventRule(BaseModel):
    """`weak` keywords mean the stage only with a project and a word that says it is done."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str
    keywords: list[str] = Field(min_length=1)
    weak: list[str] = []
    masks: dict[MaskReason, list[str]] = {}
    other_sense_near: list[str] = []
    tests: list[Sentence] = Field(min_length=2)


class EventRules(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    plan_titles: str
    news_titles: str
    cues: Cues
    rules: list[EventRule]

    @classmethod
    def load(cls, path: Path) -> "EventRules":
        return cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))

    @property
    def types(self) -> dict[str, str]:
        """Keyword → event type."""
        return {word: rule.type for rule in self.rules for word in (rule.type, *rule.keywords, *rule.weak)}
