"""Which of several independent gamma variables is the largest: exact integration, no simulation.

P(X_k is the largest) = ∫ f_k(x) Π_{j≠k} F_j(x) dx, taken over t = log x, where every gamma density is
smooth and log-concave whatever its shape. The line is cut at points that lie 1.6 standard deviations apart
for each of the variables, and Gauss-Legendre nodes in every piece carry both the densities and, by
integrating their interpolating polynomial, the distribution functions. So narrow and wide variables can
stand side by side, and no incomplete gamma function is needed: 100,000 texts with three frames take about a
second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Cuts in units of the signed root of twice the log density's fall, which is near a standard normal variable:
#: what lies beyond ±6.4 has a probability below 1e-9.
_CUTS = np.linspace(-6.4, 6.4, 9)
#: Gauss-Legendre nodes in a piece; six give 1e-9 (tests compare with 1e-6 asked for).
_NODES = 6
#: Values in one block of work, so that memory stays at some tens of megabytes.
_BLOCK = 2_000_000


class _Rule(NamedTuple):
    nodes: Floats
    weights: Floats
    running: Floats  # running[i, j]: integral up to node i of the polynomial that is 1 at node j


def probability_largest(shape: Floats, rate: Floats) -> Floats:
    """Probability that each of several independent gamma variables is the largest.

    Parameters
    ----------
    shape, rate
        positive arrays (texts, variables) of equal form

    Returns
    -------
    array of the same form; each row sums to 1. Absolute error below 1e-7 for shapes from 0.5 to 1e9.

    Examples
    --------
    For two variables the ratio of gammas gives a beta distribution: with shapes 2 and 1 and equal rates the
    first is larger when Beta(2, 1) > 1/2, that is with probability 1 − (1/2)² = 3/4.

    >>> import numpy as np
    >>> probability_largest(np.array([[2.0, 1.0]]), np.array([[3.0, 3.0]])).round(6).tolist()
    [[0.75, 0.25]]
    """
    texts, variables = shape.shape
    if variables == 1:
        return np.ones(shape.shape)
    result = np.empty(shape.shape)
    step = max(1, _BLOCK // ((variables * len(_CUTS)) * _NODES * variables))
    rule = _gauss_legendre()
    for start in range(0, texts, step):
        block = slice(start, start + step)
        result[block] = _integrate(shape[block], rate[block], rule)
    return result


def _integrate(shape: Floats, rate: Floats, rule: _Rule) -> Floats:
    peak = np.log(shape) - np.log(rate)  # mode of the density of log x
    cuts = np.sort((peak[..., None] + _offsets(shape)).reshape(len(shape), -1), axis=1)
    half = np.diff(cuts) / 2
    points = (cuts[:, :-1] + half)[..., None] + half[..., None] * rule.nodes  # texts, pieces, nodes
    away = points[:, None] - peak[:, :, None, None]
    # relative to the mode: no lgamma, and no cancellation even for shapes of a million
    density = np.exp(shape[:, :, None, None] * (away - np.expm1(np.minimum(away, 50.0))))
    pieces = (density @ rule.weights) * half[:, None]
    before = np.cumsum(pieces, axis=2) - pieces
    total = pieces.sum(axis=2)[..., None, None]
    below = (before[..., None] + (density @ rule.running.T) * half[:, None, :, None]) / total
    others = _product_of_others(below)
    share = ((density * others) @ rule.weights * half[:, None]).sum(axis=2) / total[..., 0, 0]
    share = np.maximum(share, 0.0)  # the polynomials may leave −1e-25 of what is impossible
    return np.asarray(share / share.sum(axis=1, keepdims=True), dtype=np.float64)


def _offsets(shape: Floats) -> Floats:
    """Where, seen from its mode, the log density of log x has fallen by z²/2, for each cut z.

    The fall at a distance d is a (eᵈ − 1 − d), so d depends on z/√a alone and is read from a table: the
    cuts only have to be near their place.
    """
    distances = np.concatenate([np.linspace(-60, -1, 600), np.linspace(-1, 6, 2001)[1:]])
    falls = np.sign(distances) * np.sqrt(2 * np.maximum(np.expm1(distances) - distances, 0))
    wanted = _CUTS / np.sqrt(shape[..., None])
    return np.asarray(np.interp(wanted, falls, distances), dtype=np.float64)


def _product_of_others(values: Floats) -> Floats:
    """For each variable (axis 1) the product of all others, without dividing by what may be 0."""
    result = np.ones_like(values)
    before = np.ones_like(values[:, 0])
    after = np.ones_like(values[:, 0])
    last = values.shape[1] - 1
    for k in range(last + 1):
        result[:, k] *= before
        result[:, last - k] *= after
        before = before * values[:, k]
        after = after * values[:, last - k]
    return result


def _gauss_legendre() -> _Rule:
    from numpy.polynomial import legendre

    nodes, weights = legendre.leggauss(_NODES)
    inverse = np.linalg.inv(legendre.legvander(nodes, _NODES - 1))
    integrals = np.stack(
        [legendre.legval(nodes, legendre.legint(row, lbnd=-1)) for row in np.eye(_NODES)], axis=1
    )
    return _Rule(nodes, weights, integrals @ inverse)
