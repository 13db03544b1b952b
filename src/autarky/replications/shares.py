"""A consistent world from what papers of the Caliendo-Parro kind publish: shares, tariffs and value added."""

from collections.abc import Sequence

import numpy as np

from autarky.world.accounts import World


def world_from_shares(
    *,
    economies: Sequence[str],
    sectors: Sequence[str],
    sourcing: np.ndarray,
    tariff: np.ndarray,
    final_shares: np.ndarray,
    value_added_share: np.ndarray,
    input_shares: np.ndarray,
    value_added: np.ndarray,
    name: str,
    year: int,
    unit: str,
) -> World:
    """The world whose shares and national value added are the given ones; deficits follow.

    Shapes: sourcing and tariff [origin, sector, destination], final_shares [sector, destination],
    value_added_share [economy, sector], input_shares [sector, destination, user], value_added [economy].

    Published accounts of this kind contradict one another once final shares were clipped or inventories
    removed. Spending Q = final_shares E + input_shares (1 - va) Y with Y = sum_n sourcing Q/(1+tariff) is
    linear in E, and so is value added; the one vector E that returns the given value added makes all
    identities hold while factor prices are 1. This is the point from which the authors' own programs start.
    """
    n_economies, n_sectors = len(economies), len(sectors)
    cells = n_sectors * n_economies
    net = sourcing / (1 + tariff)
    # spending on s in n through the materials of sector k there, per unit of spending on k in m
    through = np.einsum("snk,nk,nkm->snkm", input_shares, 1 - value_added_share, net).reshape(cells, cells)
    direct = np.einsum("sn,nm->snm", final_shares, np.eye(n_economies)).reshape(cells, n_economies)
    spending_per_final = np.linalg.solve(np.eye(cells) - through, direct).reshape(n_sectors, n_economies, -1)
    output_per_final = np.einsum("isn,snm->ism", net, spending_per_final)
    income_per_final = np.einsum("is,ism->im", value_added_share, output_per_final)
    expenditure = np.linalg.solve(income_per_final, value_added)
    spending = spending_per_final @ expenditure
    trade = net * spending[None]
    output = trade.sum(2)
    return World.from_arrays(
        economies=economies,
        sectors=sectors,
        trade=trade,
        tariff=tariff,
        inputs=input_shares * ((1 - value_added_share) * output)[None],
        final=final_shares * expenditure,
        value_added=value_added_share * output,
        attrs={"name": name, "year": year, "unit": unit},
    )
