"""Lines that stand on the page but not in the article: recommended headlines, lists of sources, links to other
pieces.
"""

import re

# a heading after which everything, or everything that looks like headlines, belongs to other articles
_HEADINGS = re.compile(
    r"^[ \t#*·•【\[(>-]*(?P<end>相关推荐|热点推荐|推荐阅读|延伸阅读|相关阅读|相关新闻|相关文章|往期回顾|猜你喜欢|更多精彩|热门推荐|编辑推荐|"
    r"信息来源|参考信源|参考资料|参考来源|参考文献|资料来源)[】\])]?[ \t]*[:：]?[ \t]*$"
    r"|^[ \t#*·•>-]*(?P<some>Читайте также|Читать также|Смотрите также|По теме|Материалы по теме|Другие новости|Ещ[её] по теме|"
    r"Новости по теме|Рекомендуем|Самое читаемое|Популярное|Related(?: (?:articles?|stories|topics|coverage|news|content))?|Read (?:more|also|next)|"
    r"See also|More (?:on this|stories|from .{1,30})|You (?:may|might) also like|Most (?:read|popular)|Recommended(?: for you| reading)?|"
    r"Trending(?: now)?|Also read|Editor'?s picks?)[ \t]*[:.]?[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_LINKS = re.compile(
    r"^[ \t>*•-]*(?:Читайте также|Читать также|Смотрите также|По теме|Read (?:more|also|next)|See also|Also read|Related|相关阅读|延伸阅读)[ \t]*[:：-].*$",
    re.MULTILINE | re.IGNORECASE,
)
_PROSE = re.compile(r"[.。!?！？»”\"][ \t]*$")
_LONG = 100  # letters of a line that is prose again, not a headline


def unrelated(folded: str) -> list[tuple[int, int]]:
    """Return the stretches of the folded text that are no part of the article, in order, apart from each other."""
    gone: list[tuple[int, int]] = []
    for heading in _HEADINGS.finditer(folded):
        if gone and heading.start() < gone[-1][1]:
            continue
        if heading["end"]:
            gone.append((heading.start(), len(folded)))
            break
        end = heading.end()
        for line in re.finditer(r"[^\n]*(?:\n|$)", folded[end:]):
            words = line[0].strip()
            if len(words) > _LONG and _PROSE.search(words):
                gone.append((heading.start(), end + line.start()))
                break
        else:
            gone.append((heading.start(), len(folded)))
    for link in _LINKS.finditer(folded):
        if not any(a <= link.start() < b for a, b in gone):
            gone.append(link.span())
    return sorted(gone)
