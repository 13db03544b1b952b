"""Exhibits as one self-contained HTML file, under an answer in words."""

from collections.abc import Sequence

from autarky.acts.exhibits import Exhibit
from autarky.report.exhibits import shown
from autarky.report.templates import render
from autarky.world.accounts import World


def exhibits_page(
    world: World, exhibits: Sequence[Exhibit], *, title: str, setting: str, answer: str, look_for: str = ""
) -> str:
    """The page. Labels come from users' files: the template escapes everything but our own drawings."""
    from autarky import __version__

    return render(
        "exhibits",
        title=title,
        setting=setting,
        answer=answer,
        look_for=look_for,
        exhibits=shown(exhibits),
        attrs=world.data.attrs,
        fingerprint=world.fingerprint,
        version=__version__,
    )
