"""Numbers, units, hedges, ranges; and what claims nothing."""

import pytest

from autarky.claims.finding import found


def figures(text: str, code: str) -> list[tuple]:
    return [
        (text[f.start : f.end], f.value if f.value is not None else (f.low, f.high), f.unit, f.approx)
        for f in found(text, code)
    ]


@pytest.mark.parametrize(
    "text, value, unit, approx",
    [
        ("贸易额达45亿美元。", 4.5e9, "USD", "exact"),
        ("占出口的百分之三十。", 30, "%", "exact"),
        ("出口逾五成销往俄罗斯。", 50, "%", "over"),
        ("贸易额下降近一成。", 10, "%", "nearly"),
        ("贸易额翻了一番。", 100, "%", "exact"),
        ("释放了数百名囚犯。", (200, 999), "persons", "about"),
        ("国土面积1729万平方公里。", 17_290_000, "km2", "exact"),
        ("人口不足千万。", 1e7, "persons", "under"),
        ("贸易额为1.2万亿元。", 1.2e12, "CNY", "exact"),
        ("出口额达7亿3280万美元。", 732_800_000, "USD", "exact"),
        ("能解决3000多人的就业。", 3000, "persons", "over"),
        ("占全球的三分之一左右。", 33.3333, "%", "about"),
        ("占比六成至七成。", (60, 70), "%", "exact"),
        ("利率上调25个基点。", 25, "bp", "exact"),
        ("占比下降2.5个百分点。", 2.5, "pp", "exact"),
        ("天然气出口380亿立方米。", 3.8e10, "m3", "exact"),
    ],
)
def test_chinese(text: str, value: float | tuple[float, float], unit: str, approx: str) -> None:
    ((_, number, what, hedge),) = figures(text, "zh")
    assert (number, what, hedge) == (pytest.approx(value), unit, approx)


@pytest.mark.parametrize(
    "text, value, unit, approx",
    [
        ("Товарооборот достиг 41,3 млрд долларов.", 41.3e9, "USD", "exact"),
        ("Экспорт вырос вдвое.", 100, "%", "exact"),
        ("Экспорт сократился на треть.", 33.3333, "%", "exact"),
        ("Добыча выросла в 2,5 раза.", 2.5, "times", "exact"),
        ("Добыча выросла в полтора раза.", 1.5, "times", "exact"),
        ("Около 25 процентов экспорта.", 25, "%", "about"),
        ("Не менее 5-6 млн тонн зерна.", (5e6, 6e6), "t", "at_least"),
        ("Ставка повышена на 50 базисных пунктов.", 50, "bp", "exact"),
        ("Доля снизилась на 3,4 п.п. за год.", 3.4, "pp", "exact"),
        ("Население — почти 10 млн человек.", 1e7, "persons", "nearly"),
        ("Подписан пятилетний контракт.", 5, "years", "exact"),
        ("Поставки: 1,8 млн баррелей в сутки.", 1.8e6, "bbl/day", "exact"),
        ("Экспорт составил 22 800 тонн.", 22_800, "t", "exact"),
    ],
)
def test_russian(text: str, value: float | tuple[float, float], unit: str, approx: str) -> None:
    ((_, number, what, hedge),) = figures(text, "ru")
    assert (number, what, hedge) == (pytest.approx(value), unit, approx)


@pytest.mark.parametrize(
    "text, value, unit, approx",
    [
        ("Trade hit $4.5bn.", 4.5e9, "USD", "exact"),
        ("Trade hit US$4.5 billion.", 4.5e9, "USD", "exact"),
        ("It supplies two fifths of the gas.", 40, "%", "exact"),
        ("Rates rose by 25 basis points.", 25, "bp", "exact"),
        ("Nearly half of exports go east.", 50, "%", "nearly"),
        ("Exports doubled.", 100, "%", "exact"),
        ("At least 15-17% of imports.", (15, 17), "%", "at_least"),
        ("It sold over twenty-five thousand tonnes.", 25_000, "t", "over"),
        ("It pumps 1.9 million barrels per day.", 1.9e6, "bbl/day", "exact"),
        ("The border is 100 miles long.", 160.9344, "km", "exact"),
        ("About 1,500 French soldiers left.", 1500, "persons", "about"),
        ("It bought 1,000 K2 tanks.", 1000, "count", "exact"),
        ("Half a million tonnes of wheat.", 500_000, "t", "exact"),
        ("It shipped 25km of pipe.", 25, "km", "exact"),
        ("China is its second-largest market.", 2, "rank", "exact"),
    ],
)
def test_english(text: str, value: float | tuple[float, float], unit: str, approx: str) -> None:
    ((_, number, what, hedge),) = figures(text, "en")
    assert (number, what, hedge) == (pytest.approx(value), unit, approx)


@pytest.mark.parametrize(
    "text, code",
    [
        ("2025年12月4日，两国元首举行会晤。", "zh"),
        ("米格-31战机参加了“西部-2025”军演。", "zh"),
        ("身处百年未有之大变局，风险约等于零。", "zh"),
        ("总统签署第5号指令，有三点不同。", "zh"),
        ("过去数周内，未来五年的规划已经制定。", "zh"),
        ("电话：+375 17 222 33 44。", "zh"),
        ("24 февраля 2022 года началась операция.", "ru"),
        ("Истребители Су-35 и танки Т-72 прибыли.", "ru"),
        ("За последние пять лет многое изменилось.", "ru"),
        ("Указ № 251 подписан в первом квартале.", "ru"),
        ("In May 2024 the G7 met; Su-35 jets flew by.", "en"),
        ("Over the past five years much has changed.", "en"),
        ("Call +1 202 555 0114 by 10:30.", "en"),
        ("The first half of 2024 was quiet.", "en"),
        ("Article 5 and resolution 2231 remain.", "en"),
    ],
)
def test_no_claims(text: str, code: str) -> None:
    assert figures(text, code) == []


def test_a_list_shares_its_unit() -> None:
    assert [f[1:3] for f in figures("They took 12, 15 and 18 per cent.", "en")] == [
        (12, "%"),
        (15, "%"),
        (18, "%"),
    ]


def test_from_one_figure_to_another_is_no_range() -> None:
    assert [f[1] for f in figures("Its share rose from 54 to 67 per cent.", "en")] == [54, 67]


def test_precision_is_the_place_of_the_last_digit() -> None:
    cases = [("7.328亿卢布", "zh"), ("2.05%", "en"), ("五成。", "zh")]
    got = {text: found(text, code)[0].precision for text, code in cases}
    assert got == {
        "7.328亿卢布": pytest.approx(100_000),
        "2.05%": pytest.approx(0.01),
        "五成。": pytest.approx(10),
    }
