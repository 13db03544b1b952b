"""The report: self-contained, escaped, complete, and drawn by a browser where there is one."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from page_reader import Reader
from report_samples import ACTS, HOSTILE

from autarky.economy.result import Result
from autarky.report.page import page


@pytest.fixture(scope="module")
def html(results: list[Result]) -> str:
    return page(results, f"title = '{HOSTILE}'\n", ACTS)


@pytest.fixture(scope="module")
def reader(html: str) -> Reader:
    parsed = Reader()
    parsed.feed(html)
    parsed.close()
    assert not parsed.open
    return parsed


def test_needs_nothing_else(html: str, reader: Reader) -> None:
    assert all(r.startswith("#") for r in reader.references)
    assert not re.search(r"url\((?!#)", html)
    assert "@import" not in html
    assert not {"link", "iframe", "img", "object", "embed"} & set(reader.tags)


def test_ids_are_unique_and_resolve(html: str, reader: Reader) -> None:
    assert len(reader.ids) == len(set(reader.ids))
    used = {r[1:] for r in reader.references} | set(re.findall(r"url\(#([\w-]+)\)", html))
    assert used <= set(reader.ids)


def test_labels_are_escaped(html: str, reader: Reader) -> None:
    assert "<script>alert" not in html
    assert reader.tags.count("script") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_numbers_are_numbers(html: str) -> None:
    text = re.sub(r"<(script|style)>.*?</\1>", "", html, flags=re.S)
    text = re.sub(r"<[^>]+>", " ", text)
    assert not re.search(r"\b(nan|inf|None|undefined|n/a)\b", text)
    for key in re.findall(r'data-key="([^"]*)"', html):
        assert float(key) == float(key)


def test_says_what_a_reader_must_know(html: str) -> None:
    for heading in (
        "What is done",
        "Who loses and who gains",
        "Sectors hit",
        "Trade and prices",
        "What still gets through",
        "What was assumed",
        "What this does not tell",
        "Is it solved?",
        "How to cite",
        "How to run it again",
    ):
        assert f"<h2>{heading}</h2>" in html
    assert "Belarus loses 20.0" in html
    assert "OECD (2025)" in html
    assert "Somebody (2020)" in html
    assert "Natural Earth" in html


def test_size(html: str) -> None:
    assert len(html.encode()) < 600_000


@pytest.mark.browser
@pytest.mark.parametrize("width", [1200, 500])
def test_a_browser_draws_it(html: str, tmp_path: Path, width: int) -> None:
    browser = next((b for b in ("chromium", "chromium-browser", "google-chrome") if shutil.which(b)), None)
    if browser is None:
        pytest.skip("no Chromium on this machine")
    report = tmp_path / "report.html"
    # the title tells whether the page is wider than its window, and whether the tables became sortable
    probe = (
        "<script>document.title=[document.documentElement.scrollWidth<=innerWidth,"
        "document.querySelectorAll('th button').length>0].join()</script>"
    )
    report.write_text(html.replace("</body>", probe + "</body>"), encoding="utf-8")
    flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync"
    flags += " --disable-background-networking --disable-component-update --dump-dom"
    command = [
        browser,
        *flags.split(),
        f"--window-size={width},900",
        f"--user-data-dir={tmp_path / 'profile'}",
    ]
    run = subprocess.run([*command, report.as_uri()], capture_output=True, text=True, timeout=90, check=False)
    assert "<title>true,true</title>" in run.stdout
