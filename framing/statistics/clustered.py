"""Standard errors of regressions whose rows come in clusters: CR2 with Satterthwaite degrees of freedom.

Paragraphs of one article are alike, so they say less than as many articles would. CR2 is the sandwich estimator with
each cluster's residuals e_g corrected for their leverage,

    V = M (Σ_g X_g' A_g e_g e_g' A_g X_g) M,     M = (X'X)⁻¹,  A_g = (I − X_g M X_g')^(−1/2)

(Bell & McCaffrey, Survey Methodology 28, 2002, 169-181; Pustejovsky & Tipton, Journal of Business & Economic
Statistics 36, 2018, 672-683, doi:10.1080/07350015.2016.1247004). It is unbiased where errors are independent and
equally large, and its t has the degrees of freedom that Satterthwaite's rule gives under the same assumption: with few
clusters fewer than their number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Eigenvalues of I − H below this are 0: the cluster alone decides some combination of the coefficients.
_ZERO = 1e-10


@dataclass(frozen=True, slots=True)
class Errors:
    """Standard errors and degrees of freedom of coefficients.

    NaN where a coefficient hangs on one cluster alone, of which no other says how far it might lie elsewhere.
    """

    se: Floats
    df: Floats


def cluster_errors(x: Floats, residuals: Floats, cluster: NDArray[np.intp]) -> Errors:
    """CR2 standard errors of least squares with their degrees of freedom.

    Parameters
    ----------
    x, residuals
        design (rows, coefficients) of full rank and residuals; both times √weight where least squares was weighted
    cluster
        for each row its cluster, 0 … k − 1, each with at least one row

    Notes
    -----
    With q_g = A_g X_g M c for a coefficient c the estimator is Σ_g (q_g' e_g)², and the matrix of its quadratic form
    has the entries Ω_gh = 1(g = h) q_g'q_g − (X_g' q_g)' M (X_h' q_h); df = (tr Ω)² / tr Ω².

    Examples
    --------
    Four clusters of one row, no covariates: the standard error of a mean, s/√4, with 3 degrees of freedom.

    >>> found = cluster_errors(np.ones((4, 1)), np.array([-3.0, -1, 1, 3]), np.arange(4))
    >>> found.se.round(6).tolist(), found.df.round(6).tolist()
    ([1.290994], [3.0])
    """
    inverse = _inverse(x)
    size, k = int(cluster.max()) + 1, x.shape[1]
    order = np.argsort(cluster, kind="stable")
    rows = np.split(order, np.cumsum(np.bincount(cluster, minlength=size))[:-1])
    scores, squares = np.zeros((size, k)), np.zeros((size, k))
    crossed = np.zeros((size, k, k))
    alone = np.zeros(k, dtype=np.bool_)
    for g, mine in enumerate(rows):
        influence = x[mine] @ inverse
        adjusted, hangs = _adjust(x[mine], influence)
        alone |= hangs
        scores[g] = adjusted.T @ residuals[mine]
        squares[g] = (adjusted**2).sum(axis=0)
        crossed[g] = (x[mine].T @ adjusted).T
    se, df = np.sqrt((scores**2).sum(axis=0)), np.full(k, np.nan)
    for c in range(k):
        df[c] = _satterthwaite(squares[:, c], crossed[:, c], inverse)
    return Errors(np.where(alone, np.nan, se), np.where(alone, np.nan, df))


def lone_rows(x: Floats) -> NDArray[np.bool_]:
    """Coefficients that hang on one row alone (its leverage is 1), whose HC3 error does not exist."""
    inverse = _inverse(x)
    influence = x @ inverse
    lone = 1 - (influence * x).sum(axis=1) < _ZERO
    scale = np.sqrt(np.diag(inverse))
    hangs: NDArray[np.bool_] = (np.abs(influence[lone]) > _ZERO * scale).any(axis=0)
    return hangs


def _inverse(x: Floats) -> Floats:
    """(X'X)⁻¹ from a QR decomposition, which squares no rounding error."""
    _, r = np.linalg.qr(x)
    back: Floats = np.linalg.inv(r)
    product: Floats = back @ back.T
    return product


def _adjust(x: Floats, influence: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """A_g X_g M for all coefficients, and which of them hang on this cluster alone."""
    values, vectors = np.linalg.eigh(np.eye(len(x)) - influence @ x.T)
    zero = values < _ZERO
    turned = vectors.T @ influence
    scale = np.sqrt((influence**2).sum(axis=0)) + np.finfo(float).tiny
    hangs = (np.abs(turned[zero]) > 1e-6 * scale).any(axis=0)  # what rounding leaves
    root = np.where(zero, 0.0, 1 / np.sqrt(np.where(zero, 1.0, values)))
    return vectors @ (root[:, None] * turned), hangs


def _satterthwaite(squares: Floats, crossed: Floats, inverse: Floats) -> float:
    """Degrees of freedom from the diagonal of Ω's first part and the rows X_g' q_g of its second."""
    middle = crossed @ inverse
    own = (middle * crossed).sum(axis=1)
    trace = float((squares - own).sum())
    second = float(
        (squares**2 - 2 * squares * own).sum() + (middle.T @ crossed * (middle.T @ crossed).T).sum()
    )
    return trace**2 / second if second > 0 else float("nan")
