"""The last tier: among equals, a seeded lottery that anybody can draw again."""

import numpy as np
import numpy.typing as npt

BITS = 20
_ALL = 0xFFFFFFFFFFFFFFFF


def tickets(
    seed: int, mentors: npt.NDArray[np.int64], mentees: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """A number of 20 bits for each pair of keys; the set of pairs with the highest sum wins.

    Source: SplitMix64, Steele, Lea and Flood (2014), doi 10.1145/2660193.2660195.
    """
    start = _mixed(np.full(1, seed & _ALL, dtype=np.uint64))
    drawn = _mixed(_mixed(start ^ mentors.astype(np.uint64)) ^ mentees.astype(np.uint64))
    return (drawn >> np.uint64(64 - BITS)).astype(np.int64)


def _mixed(state: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    state = state + np.uint64(0x9E3779B97F4A7C15)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return state ^ (state >> np.uint64(31))
