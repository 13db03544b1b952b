"""No figure is called wrong for what the text does not say: unknown products, offices that differ."""

from pathlib import Path

import pytest

from autarky.claims import Data, check, document, find, understand

TEXTS = (
    "2023年，巴西68%的铁矿石出口到中国。",  # of iron ore, not of all exports
    "2023年，巴西68%的咖啡豆壳出口到中国。",  # of what no list knows
    "越南人口近1亿。",  # the Factbook has 107 million, others 100
    "ВВП Казахстана в 2024 году вырос на 4,8%. На Китай приходится 16% экспорта Казахстана.",
    "In 2023 Brazil sold 68% of its feather exports to China.",
)


@pytest.mark.shared
@pytest.mark.parametrize("text", TEXTS)
def test_not_called_wrong(shared: Path, text: str) -> None:
    article = document(text, "t")
    answers = check(understand(article, find(article)), Data.from_folder(shared / "data"))
    assert answers
    assert not [a.reason for a in answers if a.verdict in ("wrong", "implausible_unit")]
