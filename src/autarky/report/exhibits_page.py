"""Exhibits as one self-contained HTML file, under an answer in words."""

from collections.abc import Sequence
from importlib.resources import files

from markupsafe import Markup

from autarky.acts.exhibits import Exhibit
from autarky.report.exhibits import shown
from autarky.world.accounts import World


def exhibits_page(
    world: World, exhibits: Sequence[Exhibit], *, title: str, setting: str, answer: str, look_for: str = ""
) -> str:
    """The page. Labels come from users' files: the template escapes everything but our own drawings."""
    import jinja2

    from autarky import __version__

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    folder = files("autarky.report").joinpath("templates")
    return environment.from_string(folder.joinpath("exhibits.html.j2").read_text("utf-8")).render(
        title=title,
        setting=setting,
        answer=answer,
        look_for=look_for,
        exhibits=shown(exhibits),
        attrs=world.data.attrs,
        fingerprint=world.fingerprint,
        version=__version__,
        style=Markup(folder.joinpath("style.css").read_text("utf-8")),
    )
