"""What a terminal shows."""

import pytest

from kaigong.output import print_table


def test_a_long_chinese_sentence_is_folded_and_not_cut_off(capsys: pytest.CaptureFixture[str]) -> None:
    sentence = "昨日，云汐智能装备产业园在连云港市海州区正式开工，总投资4.1亿元，" * 4
    print_table(("", ""), [("text", sentence)])
    shown = capsys.readouterr().out
    assert sentence in "".join(line[6:].strip() for line in shown.splitlines())
