"""Specs of worlds: what is wrong is said with its line."""

import pytest

from autarky.errors import InputError
from autarky.worlds.model import EXAMPLE, Spec

GOOD = 'name = "a"\nsource = "oecd-icio"\nyear = 2022\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('name = "a"\n', "name either a source"),
        ('name = "a"\nworld = "icio-2022"\nsource = "oecd-icio"\nyear = 2022\n', "name either a source"),
        ('name = "a"\nsource = "oecd-icio"\n', "spec:2: source: say which year"),
        ('name = "a b"\nworld = "icio-2022"\n', "spec:1: name: "),
        (GOOD + 'closing = "rsa"\n', "spec:4: closing: 'rsa' is not one of leontief, ras.*did you mean ras"),
        (GOOD + 'inventry = "keep"\n', "spec:4: inventry: unknown field .did you mean inventories"),
        (
            GOOD + 'closing = "ras"\n[[hold]]\norigin = "BLR"\nwieght = 2\n',
            r"spec:7: hold, entry 1, wieght: unknown",
        ),
        (GOOD + '[[hold]]\norigin = "BLR"\n', "spec:4: hold, entry 1: cells can be held with closing"),
        (GOOD + 'closing = "ras"\n[[hold]]\nweight = 3\n', 'weights need closing = "entropy"'),
        (GOOD + "[tariffs]\nyear = 2020\n", "spec:4: tariffs: name either a source or a file"),
        (GOOD + 'tariffs = "x"\n', "spec:4: tariffs: "),
        (GOOD + "regions = 3\n", "spec:4: regions: expected a label or a list"),
        ('name = "a"\nworld = "icio-2022"\nyear = 2020\n', "spec:2: world: a world has its year"),
        (
            GOOD + '[[zoom]]\nproduct = "potash"\nparnt = "C20"\n',
            "zoom, entry 1.*parent",
        ),
        ("name = ", "spec:1: not valid TOML"),
        ("", "spec is empty; `autarky world build --example`"),
    ],
)
def test_wrong_specs(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        Spec.from_toml(text)


def test_the_example_is_a_spec() -> None:
    spec = Spec.from_toml(EXAMPLE)
    assert spec.regions == {"EU": ("EU27",)} and spec.rest == "keep"
