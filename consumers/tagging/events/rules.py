"""The rules of events.yaml: keywords, what hides a keyword, and sentences that prove each rule."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from consumers.tagging.events.cues import Cues, Expression
from consumers.tagging.events.surroundings import Windows

Want = Literal["done", "planned", "conditional", "wished", "negated", "none"]
MaskReason = Literal["计划", "开工率", "跨词", "口号", "其他义项", "条件"]
Word = Annotated[str, Field(min_length=1, max_length=40)]


class Sentence(BaseModel):
    """A sentence and what the rule must make of it; what is not given is not checked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    want: Want
    aggregate: int | None = None
    named: bool | None = None
    project: str | None = None


class RuleWords(BaseModel):
    """What a rule looks for and what it leaves, whether shipped or the customer's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str = Field(min_length=1, max_length=20)
    keywords: list[Word] = []
    weak: list[Word] = []
    followed_by: dict[Word, Expression] = {}
    masks: dict[MaskReason, list[Word]] = {}
    other_sense_near: list[Word] = []
    other_sense_before: list[Expression] = []
    other_sense_after: list[Expression] = []
    unnamed_needs_near: list[Expression] = []
    unnamed_other_sense_before: list[Expression] = []


class EventRule(RuleWords):
    """`weak` keywords mean the stage only with a project and a word that says it is done.

    Those of `followed_by` need a project too, and what it names behind them. A statement that names no
    project needs one of the words of `unnamed_needs_near` in its sentence, where the rule has any.
    """

    enabled: bool = True
    keywords: list[Word] = Field(min_length=1)
    tests: list[Sentence]

    @model_validator(mode="after")
    def _is_proved(self) -> "EventRule":
        wants = {test.want for test in self.tests}
        if "none" not in wants or wants == {"none"}:
            raise ValueError(
                f"rule {self.type}: `tests` needs a sentence that must match, and one that must not (none)"
            )
        return self


class EventRules(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    plan_titles: Expression
    news_titles: Expression
    windows: Windows = Windows()
    cues: Cues
    rules: list[EventRule]

    def all_enabled(self) -> "EventRules":
        """With every type, to prove those too that nobody has switched on."""
        rules = [rule.model_copy(update={"enabled": True}) for rule in self.rules]
        return self.model_copy(update={"rules": rules})

    @property
    def types(self) -> dict[str, str]:
        """Keyword → event type, of those that are enabled."""
        return {
            word: rule.type
            for rule in self.rules
            if rule.enabled
            for word in (rule.type, *rule.keywords, *rule.weak)
        }
