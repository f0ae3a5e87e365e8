"""The whole move, from one stream to another. It may be killed at any moment and run again."""

from contextlib import ExitStack, closing

from rich.progress import Progress

from kaigong.migration.copying import ForeignRecordsError, check, copy
from kaigong.migration.plan import Plan, survey
from kaigong.migration.positions import set_positions
from wire.stream import Stream


def carry(source: Stream, target: Stream, bar: Progress) -> Plan:
    """Copy what is missing, compare all of it, then set the positions. Both streams' stages must be stopped.

    Positions come last: a stage that starts too early finds nothing done, rather than something skipped.
    """
    with ExitStack() as stack:
        old, new = (stack.enter_context(closing(stream.reader())) for stream in (source, target))
        producer = stack.enter_context(closing(target.producer()))
        plan = survey(old)
        copying = bar.add_task("copy", total=plan.total)
        copied = check(old, new, plan, lambda records: bar.advance(copying, records))
        copy(old, new, producer, copied, lambda records: bar.advance(copying, records))
        comparing = bar.add_task("compare", total=plan.total)
        arrived = check(old, new, plan, lambda records: bar.advance(comparing, records))
        for partition, expected in plan.records.items():
            if arrived[partition] != expected:
                raise ForeignRecordsError(partition, f"ends at {arrived[partition]:,}, not at {expected:,}")
        set_positions(target, new, plan)
    return plan
