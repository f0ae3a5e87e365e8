"""What is not well now, in Chinese, each trouble under a key that stays the same while it lasts."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

from consumers.alerting.rule_files import RuleSet
from consumers.alerting.template_check import template_problem
from kaigong import catalog
from kaigong.app import App
from kaigong.dead_letters import waiting
from kaigong.doctor.sources import latest_states
from kaigong.stages import STAGES
from kaigong.stages.alerter import open_outbox, receiver_file
from wire.errors import ConfigurationError
from wire.topics import CONSUMING_STAGES, dead_letter_topic

_RECENT = timedelta(days=1)
_STATES = {"late": "长时间没有新文章", "failing": "采集失败", "blocked": "被网站拒绝"}


def troubles(app: App, rules: RuleSet) -> dict[str, str]:
    """A sentence for each trouble, by key."""
    return dict(
        [
            *_stages(app),
            *_dead_letters(app),
            *_sources(app),
            *_rules(rules),
            *_receivers(app, rules),
            *_refused(app),
        ]
    )


def _stages(app: App) -> Iterator[tuple[str, str]]:
    for stage in STAGES:
        if (note := app.data.stopped(stage)).exists():
            yield f"stage {stage}", f"阶段 {stage} 已停止，不再重启：{note.read_text('utf-8').strip()}"


def _dead_letters(app: App) -> Iterator[tuple[str, str]]:
    with app.stream() as stream, closing(stream.reader()) as reader:
        for stage in CONSUMING_STAGES:
            if count := waiting(reader, stage):
                how = f"查看：kaigong tail {dead_letter_topic(stage)}；处理后：kaigong replay {stage}"
                yield f"dead letters {stage}", f"阶段 {stage} 有 {count} 条无法处理的记录。{how}"


def _sources(app: App) -> Iterator[tuple[str, str]]:
    try:
        names = {source.id: source.name for source in catalog.sources(app)}
    except ConfigurationError as exc:
        yield "source files", f"来源文件无法使用，沿用原来的配置：{exc}"
        return
    for source_id, state in latest_states(app).items():
        if source_id in names and state.state in _STATES:
            since = f"{state.since.astimezone(app.settings.zone):%m-%d %H:%M}"
            name = f"{names[source_id]}（{source_id}）"
            text = f"来源 {name}自 {since} 起{_STATES[state.state]}：{state.reason}"
            yield f"source {source_id} {state.state}", text


def _rules(rules: RuleSet) -> Iterator[tuple[str, str]]:
    for file, problem in rules.problems.items():
        kept = "、".join(rules.kept.get(file, ()))
        instead = f"沿用上一个可用的版本（{kept}）" if kept else "没有可用的旧版本，其中的规则都不生效"
        yield f"rule file {file}", f"规则文件 {file} 无法使用，{instead}：{problem}"


def _receivers(app: App, rules: RuleSet) -> Iterator[tuple[str, str]]:
    file = receiver_file(app)
    directory = file.current()
    if file.problem:
        yield "receivers", f"收件人文件 {file.path} 无法使用，沿用上一个可用的版本：{file.problem}"
    for template in directory.templates:
        if problem := template_problem(app.settings.templates_path, template):
            yield f"template {template}", f"模板 {template} 无法使用，暂用自带的模板：{problem}"
    for one in rules.rules:
        for name in directory.told_by(one.rule.id, one.rule.to, one.rule.notify):
            if directory.find(name) is None:
                yield (
                    f"receiver {name} of {one.rule.id}",
                    f"规则 {one.rule.id} 的收件人 {name} 不存在，消息在等待",
                )


def _refused(app: App) -> Iterator[tuple[str, str]]:
    with closing(open_outbox(app)) as outbox:
        failed = outbox.messages.failed_since(app.clock.now() - _RECENT)
    for receiver, (count, error) in failed.items():
        yield f"refused {receiver}", f"一天内有 {count} 封消息未能送达 {receiver}：{error}"
