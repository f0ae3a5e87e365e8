"""Makes messages of what waits: asks the plan of each receiver, and notes it in the outbox."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from loguru import logger
from msgspec import structs

from consumers.alerting.background import SourcesOf, unknown
from consumers.alerting.directory import Directory
from consumers.alerting.model import Background, Content, Form, Item
from consumers.alerting.outbox import Outbox
from consumers.alerting.planning import RATE_SPAN, Group, Plan, Situation, Wait, plan
from consumers.alerting.receivers import Receiver
from consumers.alerting.schedule import Calendar
from wire.clock import Clock

# Wall clock and monotonic clock may drift apart by so much before everything is planned anew.
_JUMP_SECONDS = 30.0
_SLOTS_SECONDS = 5.0
LONGEST_RETRY = timedelta(hours=1)


class Grouping:
    def __init__(
        self, outbox: Outbox, calendar: Calendar, clock: Clock, sources: SourcesOf = unknown
    ) -> None:
        self._outbox = outbox
        self._sources = sources
        self._calendar = calendar
        self._clock = clock
        self._directory: Directory | None = None
        self._offset = self._present_offset()
        self._looked_for_slots = float("-inf")

    def round(self, directory: Directory) -> None:
        """Plan what is due by the receivers now in force."""
        jumped = self._clock_jumped()
        if jumped or directory is not self._directory:
            self._directory = directory
            self._outbox.deliveries.plan_anew()
            self._outbox.messages.forget_far_waits(LONGEST_RETRY)
        for name in self._outbox.deliveries.receivers_due():
            self._plan(name, directory.find(name))
        self._empty_digests(directory)

    def _plan(self, name: str, receiver: Receiver | None) -> None:
        deliveries = self._outbox.deliveries
        waiting = deliveries.waiting(name)
        if receiver is None:
            why = f"no receiver is called {name}"
            deliveries.note_plan(name, (), [Wait(one.alert_id, None, why) for one in waiting])
            logger.bind(receiver=name, alerts=len(waiting)).error("receiver unknown, its alerts wait")
            return
        made = plan(waiting, receiver, self._situation(name, receiver), self._calendar)
        deliveries.note_plan(name, [self._filled(name, group) for group in made.groups], made.waits)
        self._report(name, made)

    def _filled(self, name: str, group: Group) -> tuple[Form, tuple[str, ...], Callable[[], Content]]:
        # It is asked of rules and stream, which takes time: nobody should wait for the outbox meanwhile.
        sources = self._sources(name) if group.form == "digest" else None

        def content() -> Content:
            told = self._outbox.items.content(name, group.alert_ids)
            if group.form == "single":
                return structs.replace(told, background=self._held_back_of(told.items[0]))
            return structs.replace(told, background=self._held_back_from(name, sources or Background()))

        return group.form, group.alert_ids, content

    def _held_back_of(self, item: Item) -> Background:
        """From the rule that tells it, today."""
        return self._outbox.held_back.of_rule(item.rule_id, self._today)

    def _held_back_from(self, name: str, sources: Background) -> Background:
        """From all rules of the receiver, since its last digest."""
        held = self._outbox.held_back.of_receiver(name, self._today)
        self._outbox.held_back.note_told(name)
        return structs.replace(sources, held_back=held.held_back, rule_ids=held.rule_ids)

    @property
    def _today(self) -> date:
        return self._clock.now().astimezone(self._calendar.zone).date()

    def _situation(self, name: str, receiver: Receiver) -> Situation:
        now = self._clock.now()
        sent = self._outbox.messages.made_since(name, now - RATE_SPAN) if receiver.rate else []
        paused, until = self._pause(name, receiver, now)
        return Situation(now, sent, paused, until)

    def _pause(self, name: str, receiver: Receiver, now: datetime) -> tuple[bool, datetime | None]:
        """The longer of the file's pause and of the one that was commanded."""
        state = self._outbox.receivers.get(name)
        ends: list[datetime | None] = []
        if receiver.paused:
            ends.append(None)
        if receiver.paused_until:
            ends.append(self._moment(receiver))
        if state.paused:
            ends.append(state.paused_until)
        ends = [end for end in ends if end is None or end > now]
        if not ends:
            return False, None
        return True, None if None in ends else max(end for end in ends if end)

    def _moment(self, receiver: Receiver) -> datetime:
        until = receiver.paused_until
        if isinstance(until, datetime):
            return until if until.tzinfo else until.replace(tzinfo=self._calendar.zone)
        assert until is not None
        return datetime.combine(until, time(0), self._calendar.zone)

    def _empty_digests(self, directory: Directory) -> None:
        """Who asked for it is told at its time that there was nothing."""
        if self._clock.monotonic() - self._looked_for_slots < _SLOTS_SECONDS:
            return
        self._looked_for_slots = self._clock.monotonic()
        for name, receiver in directory.receivers.items():
            if receiver.empty_digest:
                self._empty_digest(name, receiver)

    def _empty_digest(self, name: str, receiver: Receiver) -> None:
        now = self._clock.now()
        slot = self._calendar.slot_before(now, receiver, receiver.when)
        last = self._outbox.receivers.get(name).slot
        if slot is None or last == slot:
            return
        if last is None or last > now or self._pause(name, receiver, now)[0]:
            self._outbox.receivers.begin(name, slot)
            return
        made = self._outbox.messages.made_since(name, slot, ["digest"])
        groups = [] if made else [self._filled(name, Group("digest", ()))]
        self._outbox.deliveries.note_plan(name, groups, [], slot)

    def _clock_jumped(self) -> bool:
        """A clock that is put back leaves times that are far away now."""
        offset = self._present_offset()
        jumped = abs((offset - self._offset).total_seconds()) > _JUMP_SECONDS
        self._offset = offset
        if jumped:
            logger.warning("the clock was put on or back: everything that waits is planned anew")
        return jumped

    def _present_offset(self) -> datetime:
        return self._clock.now() - timedelta(seconds=self._clock.monotonic())

    def _report(self, name: str, made: Plan) -> None:
        for group in made.groups:
            if group.form == "digest":
                logger.bind(receiver=name, alerts=len(group.alert_ids)).info("digest made")
