"""What crowding adds to a link beyond its usual delay, after the function of the US Bureau of Public Roads.

    extra(v) = max( f(v) - f(v0), -usual ),   f(v) = d (v / c)^4,   c the larger of capacity and base volume v0

d is the delay at full capacity, in days for everybody; of a pipeline the price of room in USD per tonne, with power 8,
because room cannot be exceeded. `usual` is the queue that the base year's times contain: at the base volume nothing is
added, and a link that empties wins back no more than its queue. Beyond twice the capacity f goes on along its tangent,
so that every flow has a finite cost.
"""

from dataclasses import dataclass

import numpy as np

KINK = 2.0


@dataclass(frozen=True)
class Crowding:
    """Links that can be full [K]: capacity (Mt a year), cost at full capacity (days, or USD per tonne), power, cost
    f(v0) in the base year, and the queue that can be won back."""

    capacity: np.ndarray
    at_full: np.ndarray
    power: np.ndarray
    base: np.ndarray
    usual: np.ndarray

    def absolute(self, volume: np.ndarray) -> np.ndarray:
        """f(v): delay or price of room at a volume, Mt a year [K]."""
        ratio = volume / self.capacity
        low, past = np.minimum(ratio, KINK), np.maximum(ratio - KINK, 0)
        value: np.ndarray = self.at_full * (low**self.power + self.power * KINK ** (self.power - 1) * past)
        return value

    def cost(self, volume: np.ndarray) -> np.ndarray:
        """Delay or price of room beyond that of the base year [K]."""
        return np.maximum(self.absolute(volume) - self.base, -self.usual)

    def slope(self, volume: np.ndarray) -> np.ndarray:
        """Derivative of `cost` with respect to the volume [K]."""
        ratio = np.minimum(volume / self.capacity, KINK)
        slope = self.at_full * self.power * ratio ** (self.power - 1) / self.capacity
        return np.where(self.absolute(volume) - self.base > -self.usual, slope, 0.0)
