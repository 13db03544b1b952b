"""Files become documents, or one sentence why not; offsets stay those of the text."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autarky.claims.finding import find
from autarky.claims.reading import document, document_of, read
from autarky.claims.understanding import understand
from autarky.errors import InputError

RUSSIAN = "Экспорт Казахстана в Россию вырос на 12 процентов и составил 9,8 млрд долларов, сообщили в правительстве."
CHINESE = "2024年白俄罗斯对俄罗斯的出口占其出口总额的百分之六十，贸易额超过500亿美元，同比增长两成。"
TRADITIONAL = "2024年白俄羅斯對俄羅斯的出口佔其出口總額的百分之六十，貿易額超過500億美元，經濟與關係發展。"


@pytest.mark.parametrize(
    "text, encoding, language",
    [
        (RUSSIAN, "utf-8", "ru"),
        (RUSSIAN, "cp1251", "ru"),
        (RUSSIAN, "koi8_r", "ru"),
        (RUSSIAN, "utf-16", "ru"),
        (RUSSIAN, "utf-16-le", "ru"),
        (CHINESE, "gbk", "zh-Hans"),
        (CHINESE, "utf-8-sig", "zh-Hans"),
        (TRADITIONAL, "big5", "zh-Hant"),
        ("Exports to China rose 5% – to €3 billion in the year, said the ministry of trade.", "cp1252", "en"),
    ],
)
def test_encodings(text: str, encoding: str, language: str) -> None:
    got = document_of(text.encode(encoding), "a.txt")
    assert got.text.lstrip("\ufeff") == text
    assert got.language == language


@pytest.mark.parametrize(
    "data, name, words",
    [
        (b"", "a.txt", "empty"),
        (b"PK\x03\x04aaaa", "a.docx", "zip"),
        (bytes(range(256)) * 20, "a.bin", "binary|encoding"),
        (b"\x89HDF\r\n\x1a\n" + bytes(100), "a.txt", "HDF5"),
        (b"%PDF-1.4 broken", "a.pdf", "cannot be read|scanned"),
        (b"\xff\xfe\x00", "a.txt", "UTF-16"),
        ("x" * 300_001, "a.txt", "characters"),
        (b"a" * 41_000_000, "a.txt", "MB"),
        ("Le commerce entre la France et le Japon a augmenté de 5 % pour le pays. " * 9, "a.txt", "language"),
        ("Експорт України зріс на 5 % і становив 3 млрд доларів у цьому році.", "a.txt", "language"),
        ("日本の輸出は5パーセント増えました。これはとても多いです。", "a.txt", "language"),
        ("<div><script>var a = 5;</script></div><p></p>", "a.html", "no article"),
    ],
)
def test_refusals(data: bytes | str, name: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as error:
        document_of(data.encode() if isinstance(data, str) else data, name)
    assert "\n" not in str(error.value)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file"):
        read(tmp_path / "none.txt")
    with pytest.raises(InputError, match="folder"):
        read(tmp_path)


def test_unknown_language() -> None:
    with pytest.raises(InputError, match="reads no language fr"):
        document("5 %", language="fr")


def pdf(*, locked: bool = False) -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    if locked:
        writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_pdf_without_text_or_with_a_password() -> None:
    with pytest.raises(InputError, match="scanned"):
        document_of(pdf(), "a.pdf")
    with pytest.raises(InputError, match="password"):
        document_of(pdf(locked=True), "a.pdf")


def test_no_figures_is_no_error() -> None:
    got = document("The ministers met and talked about the weather in the capital.")
    assert find(got) == ()


PAGE = """<!DOCTYPE html><html><head><title>Trade 99%</title>
<meta property="article:published_time" content="2024-05-06T10:00:00Z"><style>a{width:50%}</style></head>
<body><nav>Up 12%</nav><article><h1>Exports</h1>
<p>Exports of Kazakhstan to China rose by&nbsp;<b>5</b>% in&#32;2023.</p></article>
<div class="related-news">Prices fell 70%</div><footer>30% off</footer></body></html>"""


def test_html() -> None:
    got = document(PAGE, "a.html", markup="html")
    (figure,) = find(got)
    assert figure.value == 5
    assert figure.span.text == "5</b>%"
    assert got.published == "2024-05-06"


def test_damaged_characters_are_folded_and_offsets_kept() -> None:
    text = "雙邊貿(mào)易額增長數(shù)百公里的鐵路，貿(mào)易額下降近一成，關係與經濟發展。"
    got = document(text)
    first, second = find(got)
    assert (first.span.text, second.span.text) == ("數(shù)百公里", "一成")
    assert text[first.span.start : first.span.end] == first.span.text


def test_unrelated_headlines_are_left_out() -> None:
    body = (
        "Экспорт Армении в Россию вырос на 5 процентов.\n\nЧитайте также:\nЦены упали на 70 процентов\n"
        "Рубль вырос на 3 процента"
    )
    assert [f.value for f in find(document(body))] == [5]


@given(st.text(max_size=200), st.sampled_from(["zh-Hans", "zh-Hant", "ru", "en"]))
def test_any_text_is_read_and_spans_are_verbatim(text: str, language: str) -> None:
    try:
        got = document(text, language=language)
    except InputError:
        return
    for claim in understand(got, find(got)):
        span = claim.figure.span
        assert text[span.start : span.end] == span.text
        assert claim.sentence.start <= span.start < span.end <= claim.sentence.end


PARTS = ["貿(mào)", "易", "5", "%", " ", "ﬁ", "，", "亿", "\u200b", "a"]


@given(st.lists(st.sampled_from(PARTS), max_size=40).map("".join))
def test_folding_maps_back(text: str) -> None:
    try:
        got = document(text, language="zh")
    except InputError:
        return
    assert list(got.starts) == sorted(got.starts)
    for k in range(len(got.folded)):
        span = got.span(k, k + 1)
        start, end = got.fold(span)
        assert start <= k < end
