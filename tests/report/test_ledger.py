"""The ledger: figures marked in place, evidence complete, one file without a network, no script but ours."""

import base64
import hashlib
import re
import shutil
import subprocess
import tomllib
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_reader import read_page
from report_samples import HOSTILE
from rich.cells import cell_len
from rich.console import Console

from autarky.claims import document, find, understand
from autarky.claims.model import MEASURES, UNITS, Checked, Conflict, Needed, Truth, Verdict, Wording
from autarky.errors import InputError
from autarky.report.ledger import ledger_page
from autarky.report.ledger_article import paragraphs
from autarky.report.ledger_entries import ORDER, Article, finding, headline
from autarky.report.ledger_terminal import terminal_ledger
from autarky.report.ledger_words import words
from autarky.report.templates import asset

ENGLISH = (
    "Belarus sent 63 % of its exports to Russia in 2022. Exports to China were worth 4.5 billion dollars. "
    "The share of the EU fell to 11 %. Trade may grow by 20 % by 2030. Potash output was 7 million tonnes, a fifth of "
    "the world's. The two countries share 1,283 km of border."
)
CHINESE = (
    "2024年白俄羅斯對俄羅斯的出口佔其出口總額的百分之六十,貿(mào)易額超過500億美元。兩國邊界長1283公里。"
)
HTML = (
    "<p>Belarus sent &gt;&nbsp;<b>63&nbsp;%</b> of its exports to <i>Russia</i> in 2022 &amp; 2023.</p>"
    "<p>It was 5 km.</p>"
)


def article(
    text: str, *, name: str = "a.txt", markup: str | None = None, language: str | None = None
) -> Article:
    """Every verdict in turn, with every kind of evidence."""
    read = document(text, name, language=language, markup=markup)
    made = []
    for k, claim in enumerate(understand(read, find(read))):
        verdict: Verdict = ORDER[k % len(ORDER)]  # type: ignore[assignment]
        truth = Truth(
            "a.key",
            "share of goods exports",
            51.3,
            "%",
            "2022",
            "OECD ICIO 2025",
            "a / b",
            verdict == "right",
        )
        held = verdict != "not_checkable"
        made.append(
            Checked(
                claim, verdict, "Because of the data.", (truth, replace(truth, match=None)) if held else (),
                needed=() if held else (Needed("UN Comtrade", "autarky data get comtrade"),),
                conflicts=(Conflict(f"{name}#1", Wording("")),) if k == 2 else (),
                scenario='title = "x"\n' if claim.kind != "fact" else None,
            )
        )  # fmt: skip
    return Article(read, tuple(made))


@pytest.fixture(scope="module")
def english() -> Article:
    return article(ENGLISH)


@pytest.mark.parametrize("reader", ["en", "ru", "zh", "zh-Hant"])
def test_one_file_in_every_language(english: Article, reader: str) -> None:
    html = ledger_page([english], reader=reader, data=["OECD ICIO 2025"], again="autarky check a.txt")
    page = read_page(html)
    assert f'<html lang="{reader}">' in html and "{" not in re.sub(
        r"<(style|script)>.*?</\1>", "", html, flags=re.S
    )
    assert len(set(page.ids)) == len(page.ids)
    inner = {r[1:] for r in page.references if r.startswith("#")}
    assert inner <= set(page.ids)
    assert all(r.startswith(("#", "data:text/plain")) for r in page.references)
    for verdict in {c.verdict for c in english.checked}:
        assert unescape(html).count(words(reader)("verdicts", verdict)) >= 3  # text, table, card
    assert "autarky check a.txt" in html and "OECD ICIO 2025" in html and "autarky data get comtrade" in html


def test_every_language_says_everything() -> None:
    tables = [tomllib.loads(asset(f"ledger.{code}.toml")) for code in ("en", "ru", "zh")]
    for section in (
        "verdicts",
        "short",
        "means",
        "counts",
        "finding",
        "page",
        "approx",
        "kinds",
        "measures",
        "groups",
    ):
        assert all(t[section].keys() == tables[0][section].keys() for t in tables), section
    assert set(tables[0]["measures"]) == set(MEASURES)
    assert set(UNITS) <= set(tables[1]["units"]) and set(UNITS) <= set(tables[2]["units"])
    assert set(tables[1]["products"]) == set(tables[2]["products"])
    for texts in zip(*(t["counts"].items() for t in tables), strict=True):
        assert len({"{n}" in text for _, text in texts if texts[0][0] != "figure"}) <= 1
    with pytest.raises(InputError, match="writes no ledger in fr"):
        words("fr")


@pytest.mark.parametrize("code, shown", [
    ("en", "4.5 billion USD|63.46 %|−10.4 %|12,400 t|1.5 million people|2035"),
    ("ru", "4,5 млрд долл. США|63,46 %|−10,4 %|12 400 т|1,5 млн чел.|2035"),
    ("zh", "45亿美元|63.46%|−10.4%|1.24万吨|150万人|2035年"),
])  # fmt: skip
def test_amounts(code: str, shown: str) -> None:
    given = [
        (4.5e9, "USD"),
        (63.4632, "%"),
        (-10.4, "%"),
        (12400.0, "t"),
        (1.5e6, "persons"),
        (2035.0, "year"),
    ]
    plain = [re.sub(r"[\u00a0\u202f]", " ", words(code).amount(*g)) for g in given]
    assert plain == shown.split("|")


def test_figures_are_marked_where_they_stand() -> None:
    for text, markup in ((ENGLISH, None), (CHINESE, None), (HTML, "html")):
        made = article(text, markup=markup)
        entries = made.entries(words("en"))
        pieces = [p for line in paragraphs(made.document, entries) for p in line]
        marked = [p for p in pieces if p.entry]
        assert [p.entry.number for p in marked if p.entry] == [e.number for e in entries]
        if markup is None:  # the article's own characters, mojibake included
            assert "".join(p.text for p in pieces) == text
            assert all(p.entry and p.text == p.entry.span for p in marked)
        else:
            assert "".join(p.text for p in pieces).startswith(
                "Belarus sent > 63 % of its exports to Russia in 2022 & 2023."
            )


def test_what_matters_comes_first(english: Article) -> None:
    told = words("en")
    entries = english.entries(told)
    ranks = [ORDER.index(e.verdict) for e in sorted(entries, key=lambda e: e.rank)]
    assert ranks == sorted(ranks) and ranks[0] == 0
    said = finding(entries, told)
    assert "do not hold" in said[0] and "51.3" in said[1] and "OECD ICIO 2025" in said[1]
    assert headline(entries, told).startswith(f"{len(entries)} figures: 1 right, ")
    calm = Article(english.document, tuple(replace(c, verdict="right") for c in english.checked))
    assert finding(calm.entries(told), told) == [
        f"The data bear out every figure that they can decide ({len(entries)})."
    ]
    none = Article(
        english.document, tuple(replace(c, verdict="not_checkable", truth=()) for c in english.checked)
    )
    assert finding(none.entries(told), told) == ["The data at hand decide none of the figures."]


def test_several_articles_count_through() -> None:
    html = ledger_page([article(ENGLISH), article(CHINESE, name="b.txt")], reader="en")
    page = read_page(html)
    marks = [i for i in page.ids if re.fullmatch(r"f\d+", i)]
    assert marks == [f"f{k}" for k in range(1, len(marks) + 1)]
    assert 'lang="zh-Hant"' in html and "b.txt" in html


TEXTS = st.one_of(
    st.sampled_from([HOSTILE, "</script><script>x()</script>", "<img src=x onerror=x()>", "{{ 7 * 7 }}", "&lt;b&gt;",
                     "javascript:x()", "\u202e<svg/onload=x()>", "<!--", "]]>", "'\"><a href='//x'>"]),
    st.text(max_size=30),
)  # fmt: skip


@given(TEXTS, TEXTS, TEXTS)
@settings(max_examples=30)
def test_nothing_of_an_article_runs(before: str, inside: str, data: str) -> None:
    text = f"{before} Belarus sent 63 % of its exports to Russia in 2022 {inside} and 5 km. {before}"
    read = document(text, inside or "x", language="en", markup="plain")
    claims = understand(read, find(read))
    truth = Truth(data, data, 5.0, data or "%", data, data, data, False, citation=data, licence=data)
    checked = tuple(
        Checked(replace(c, attribution=data, product=data, period=data), "wrong", data, (truth,), scenario=data,
                needed=(Needed(data, data),))
        for c in claims
    )  # fmt: skip
    html = ledger_page([Article(read, checked)], data=[data], again=data)
    page = read_page(html)
    assert page.tags.count("script") == 1 and not {"img", "iframe", "object", "form"} & set(page.tags)
    assert page.tags.count("svg") > 1 and not re.search(r"<[^>]*\son\w+\s*=", re.sub(r'"[^"]*"', '""', html))
    assert all(r.startswith(("#", "data:text/plain;charset=utf-8,")) for r in page.references)


def test_the_page_allows_no_script_but_its_own(english: Article) -> None:
    html = ledger_page([english])
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.S)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in html and "default-src 'none'" in html


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("code", ["en", "ru", "zh"])
def test_terminal_keeps_to_its_width(width: int, code: str) -> None:
    made = [article(ENGLISH), article(CHINESE, name="b.txt")]
    console = Console(width=width, color_system=None, force_terminal=False)
    with console.capture() as captured:
        console.print(terminal_ledger(made, words(code), by_verdict=True))
    lines = captured.get().splitlines()
    assert max(map(cell_len, lines)) <= width
    figures = sum(len(a.checked) for a in made)
    assert sum(bool(re.match(r"\s*\d+ [│ ]", line)) for line in lines) == figures  # one line each


@pytest.mark.browser
@pytest.mark.skipif(not (shutil.which("chromium") or shutil.which("google-chrome")), reason="no browser here")
def test_a_click_shows_the_evidence(english: Article, tmp_path: Path) -> None:
    """Opened at a figure, the page shows its card beside the text; the page's own policy lets its script run."""
    file = tmp_path / "ledger.html"
    file.write_text(ledger_page([english]), encoding="utf-8")
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    dom = subprocess.run(
        [str(browser), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
         f"--user-data-dir={tmp_path / 'b'}",
         "--disable-background-networking", "--dump-dom", f"file://{file}#f2"],
        capture_output=True, text=True, timeout=120, check=True,
    ).stdout  # fmt: skip
    assert re.search(r'<aside class="panel" id="panel"(?![^>]*hidden)', dom) and 'aria-current="true"' in dom
