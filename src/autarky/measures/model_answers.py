"""Answers that solve the world again: welfare losses, gains from trade, power beside the loss."""

from autarky.measures.answer import Answer, Ask, Row
from autarky.measures.labels import one_economy, others, sector_positions
from autarky.measures.world_answers import main_partners, named, source_of

HORIZON = "1y"
LEAKAGE = 0.1


def _leakage(ask: Ask) -> float:
    return LEAKAGE if ask.leakage is None else ask.leakage


def _partners(ask: Ask) -> tuple[str, list[str]]:
    world = ask.load()
    of = one_economy(world, str(ask.of))
    if ask.on is not None:
        others(world, of, ask.on)
        return of, [ask.on]
    sectors = None if ask.sector is None else sector_positions(world, ask.sector)
    return of, main_partners(world, of, ask.rows, sectors)


def model_loss(ask: Ask) -> Answer:
    from autarky.measures.welfare import welfare_loss

    world = ask.load()
    of, partners = _partners(ask)
    loss = welfare_loss(
        world, of, partners, ask.horizon or HORIZON, _leakage(ask), ask.sector or ("all",), ask.elasticities
    )
    rows: list[Row] = [
        {**named(world, p), "loss": float(own), "loss_of_partner": float(theirs)}
        for p, (own, theirs) in zip(partners, loss.values, strict=True)
    ]
    rows.sort(key=lambda r: -float(r["loss"] or 0))
    settings = {k: loss.attrs[k] for k in ("horizon", "leakage", "elasticities", "deficits")}
    columns = {"partner": "", "name": "", "loss": "share", "loss_of_partner": "share"}
    title = f"Real income lost when {world.economy_names[of]} and the partner stop trading"
    return Answer(title, columns, rows, world.year, source_of(world), _notes(ask), settings)


def _notes(ask: Ask) -> list[str]:
    return [] if ask.on is not None else ["the partners shown are those with most trade; --top shows more"]


def model_gains(ask: Ask) -> Answer:
    from autarky.economy.horizon import horizon_label, parse_horizon
    from autarky.measures.welfare import gains_from_trade

    world = ask.load()
    of = one_economy(world, str(ask.of))
    horizon = ask.horizon or "10y"
    gains = gains_from_trade(world, of, horizon, ask.elasticities)
    rows: list[Row] = [{"economy": of, "name": world.economy_names[of], "gains": gains}]
    settings = {"horizon": horizon_label(parse_horizon(horizon)), "deficits": "zero"}
    title = f"Real income of {world.economy_names[of]} that autarky would cost"
    columns = {"economy": "", "name": "", "gains": "share"}
    return Answer(title, columns, rows, world.year, source_of(world), [], settings)


def model_power(ask: Ask) -> Answer:
    from autarky.measures.power import geoeconomic_power
    from autarky.measures.welfare import welfare_loss

    world = ask.load()
    of, partners = _partners(ask)
    horizon = ask.horizon or HORIZON
    power = geoeconomic_power(world, of, partners, horizon, ask.elasticities, ask.sector).values
    loss = welfare_loss(world, of, partners, horizon, _leakage(ask), ask.sector or ("all",), ask.elasticities)
    rows: list[Row] = [
        {**named(world, p), "power": float(a), "loss": float(b[0]), "loss_of_partner": float(b[1])}
        for p, a, b in zip(partners, power, loss.values, strict=True)
    ]
    rows.sort(key=lambda r: -float(r["power"] or 0))
    settings = {k: loss.attrs[k] for k in ("horizon", "leakage", "elasticities", "deficits")}
    notes = [
        "power: share of spending, all supply withheld, other prices and wages unmoved; loss: share of real income,"
        " re-solved, trade cut both ways but for the leakage",
        *_notes(ask),
    ]
    columns = {"partner": "", "name": "", "power": "share", "loss": "share", "loss_of_partner": "share"}
    title = f"Power over {world.economy_names[of]}, and what cutting the tie costs"
    return Answer(title, columns, rows, world.year, source_of(world), notes, settings)
