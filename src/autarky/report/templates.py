"""Pages from templates: one environment for all, everything from users escaped."""

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    import jinja2


def render(template: str, **values: Any) -> str:
    """The page that `templates/<template>.html.j2` makes of `values`, its style (and `script`) put in.

    Labels come from users' files: the template escapes everything but `Markup`, our own drawings. Raises
    `jinja2.UndefinedError` for a value that the template misses.
    """
    html = (
        _environment().get_template(f"{template}.html.j2").render(style=Markup(asset("style.css")), **values)
    )
    return re.sub(r"\n\s*\n+", "\n", html) + "\n"


def asset(name: str) -> str:
    """The text of a file beside the templates."""
    return files("autarky.report").joinpath("templates", name).read_text("utf-8")


@cache
def _environment() -> "jinja2.Environment":
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FunctionLoader(asset),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
