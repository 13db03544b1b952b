"""`autarky check` as a user meets it: articles in, verdicts and a ledger out, one sentence for what cannot be read."""

import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autarky.cli.app import app

ARTICLE = "Belarus sent 44 % of its exports to Russia in 2022. The European Union took 11 % of them."
CHINESE = "2022年白俄罗斯对俄罗斯的出口占其出口总额的44%。"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(ARTICLE, encoding="utf-8")
    Path("b.txt").write_text(CHINESE, encoding="utf-8")
    return tmp_path


def call(*arguments: str, given: str | bytes | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["check", *arguments], input=given, catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_table_and_ledger(folder: Path) -> None:
    code, said, _ = call("a.txt", "--out", "ledger.html")
    assert code == 0 and "2 figures: " in said and "44 %" in said and "Ledger: ledger.html" in said
    html = (folder / "ledger.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in html and "a.txt" in html
    assert not list(folder.glob(".*")), "no temporary file stays"


def test_the_reader_chooses_the_language(folder: Path) -> None:
    code, said, _ = call("a.txt", "--reader", "ru", "--out", "l.html")
    assert code == 0 and "Цифр: 2" in said
    assert '<html lang="ru">' in (folder / "l.html").read_text(encoding="utf-8")
    call("b.txt", "--out", "z.html")
    assert '<html lang="zh-Hans">' in (folder / "z.html").read_text(encoding="utf-8")


def test_rows_have_the_fields_of_the_gold_set() -> None:
    code, said, _ = call("a.txt", "b.txt", "--jsonl")
    rows = [json.loads(line) for line in said.splitlines()]
    assert code == 0 and [r["doc"] for r in rows] == ["a.txt", "a.txt", "b.txt"]
    assert ARTICLE[rows[0]["start"] : rows[0]["end"]] == rows[0]["span"] == "44 %"
    fields = {"id", "doc", "lang", "start", "end", "span", "value", "unit", "measure", "subject", "partner", "period",
              "kind", "truth", "verdict", "accept", "reason", "confidence", "checkable"}  # fmt: skip
    assert all(fields <= r.keys() for r in rows)


def test_json_and_claims() -> None:
    code, said, _ = call("--claim", ARTICLE, "--json")
    told = json.loads(said)["articles"][0]
    assert code == 0 and told["doc"] == "claim" and told["figures"] == len(told["claims"]) == 2
    assert sum(told["verdicts"].values()) == 2


@pytest.mark.parametrize("arguments", [["-", "--jsonl"], ["--jsonl"], ["--jsonl", "--"]])
def test_standard_input(arguments: list[str]) -> None:
    code, said, _ = call(*arguments, given=ARTICLE)
    assert code == 0 and json.loads(said.splitlines()[0])["doc"] == "standard input"


def test_the_date_of_publication() -> None:
    text = "Last year Belarus sent 44 % of its exports to Russia."
    code, said, _ = call("--claim", text, "--jsonl", "--date", "2023-05-01")
    assert code == 0 and json.loads(said)["period"] == "2022"


def _pdf(*, password: str | None = None) -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "name, data, words",
    [
        ("x.txt", bytes(range(256)) * 20, "binary|encoding"),
        ("x.docx", b"PK\x03\x04aaaa", "zip"),
        ("locked.pdf", _pdf(password="x"), "password"),
        ("scan.pdf", _pdf(), "scanned"),
        ("broken.pdf", b"%PDF-1.4 broken", "cannot be read|scanned"),
        ("long.txt", b"a " * 25_000_000, "MB"),
        ("none.txt", b"The two ministers met and talked for a long time about trade.", "no figures"),
        ("french.txt", "Le commerce entre la France et le Japon a crû de 5 % pour le pays. ".encode() * 9, "language"),
        ("empty.txt", b"", "empty"),
    ],
)  # fmt: skip
def test_bad_input_is_one_sentence(folder: Path, name: str, data: bytes, words: str) -> None:
    (folder / name).write_bytes(data)
    code, said, error = call(name, "--out", "ledger.html", "--json")
    assert code == 2 and said == ""
    assert error.startswith("autarky: ") and len(error.strip().splitlines()) == 1 and "Traceback" not in error
    assert any(w in error for w in words.split("|")), error
    assert not (folder / "ledger.html").exists() and not list(folder.glob(".*"))


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["nothing.txt"], "no file nothing.txt"),
        (["."], "is a folder"),
        (["a\0b"], "no file of that name"),
        (["a.txt", "--lang", "fr"], "reads no language fr"),
        (["a.txt", "--reader", "fr"], "writes no ledger in fr"),
        (["a.txt", "--date", "yesterday"], "expected 2024-05-31"),
        (["a.txt", "--data", "nowhere"], "nowhere"),
        (["a.txt", "--out", "ledger.pdf"], ".html"),
        (["a.txt", "--json", "--jsonl"], "name one of them"),
        (["-", "-"], "twice"),
        (["--claim", "\udcff 5 %"], "UTF-8"),
        (["--claim", ""], "no article"),
    ],
)
def test_wrong_arguments(arguments: list[str], words: str) -> None:
    code, said, error = call(*arguments, given="")
    assert code == 2 and said == "" and words in error and len(error.strip().splitlines()) == 1


def test_the_article_is_not_overwritten(folder: Path) -> None:
    (folder / "a.html").write_text(f"<p>{ARTICLE}</p>", encoding="utf-8")
    code, _, error = call("a.html", "--out", "./a.html")
    assert code == 2 and "is the article itself" in error
    assert (folder / "a.html").read_text(encoding="utf-8") == f"<p>{ARTICLE}</p>"


def test_empty_standard_input() -> None:
    code, _, error = call("-", given="")
    assert code == 2 and error == "autarky: standard input is empty.\n"


def test_one_bad_article_of_several(folder: Path) -> None:
    """The others are answered; the ledger, which would lack one, is not written."""
    code, said, error = call("a.txt", "nothing.txt", "b.txt", "--jsonl", "--out", "ledger.html")
    assert code == 2 and len(said.splitlines()) == 3
    assert "no file nothing.txt" in error and "ledger.html is not written: 1 of 3 articles" in error
    assert not (folder / "ledger.html").exists()


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "opencc" else found(name))
    code, _, error = call("a.txt")
    assert (
        code == 1
        and error == "autarky: Checking articles needs more packages: pip install 'autarky[claims]'\n"
    )
