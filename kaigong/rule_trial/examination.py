"""What of a trial follows from looking at each hit: samples, mails, overlap."""

from consumers.alerting.compiled import CompiledRule
from consumers.alerting.vocabulary import Vocabulary
from kaigong.rule_trial.hits import Found
from kaigong.rule_trial.mails import MailCount
from kaigong.rule_trial.overlap import OverlapCount
from kaigong.rule_trial.report import Sample
from kaigong.rule_trial.samples import article_sample, event_sample

_SAMPLES = 20


class Examination:
    def __init__(
        self, compiled: CompiledRule, words: Vocabulary, mails: MailCount, overlap: OverlapCount
    ) -> None:
        self._compiled = compiled
        self._words = words
        self.mails = mails
        self.overlap = overlap
        self.samples: list[Sample] = []
        self.hits = 0

    def add(self, found: Found) -> None:
        self.hits += len(found.events) or 1
        self.mails.add(found)
        self.overlap.add(found)
        if len(self.samples) < _SAMPLES:
            self.samples += self._samples(found)[: _SAMPLES - len(self.samples)]

    def _samples(self, found: Found) -> list[Sample]:
        if self._compiled.rule.on == "article":
            return [article_sample(self._compiled, self._words, found.article)]
        return [event_sample(self._compiled, self._words, found.article, event) for event in found.events]
