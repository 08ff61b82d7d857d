"""The rivals a forecast is judged beside: the last value, a straight line, library models.

Published and measured figures that are not worked out here stand with their source.
"""

import warnings

import numpy as np
from statsmodels.tools.sm_exceptions import ConvergenceWarning
from statsmodels.tsa.ar_model import AutoReg
from statsmodels.tsa.forecasting.theta import ThetaModel
from statsmodels.tsa.holtwinters import ExponentialSmoothing
from statsmodels.tsa.statespace.structural import UnobservedComponents

from metrics.arrays import Floats

_PATHS = 1000
_LINE_WEEKS = 13

ELSEWHERE = (
    ("M4 competition: best of all", "0.739", "", "published"),
    ("M4 competition: FFORMA", "0.796", "", "published"),
    ("M4 competition: Smyl", "0.851", "", "published"),
    ("M4 competition: Damped", "0.917", "", "published"),
    ("M4 competition: Comb", "0.926", "", "published"),
    ("M4 competition: Holt", "0.966", "", "published"),
    ("M4 competition: Theta", "0.971", "", "published"),
    ("statsforecast AutoARIMA", "0.868", "1.080", "measured before, see ../shared/series"),
    ("statsforecast AutoETS", "0.934", "1.063", "measured before, see ../shared/series"),
    ("statsforecast AutoTheta", "0.971", "1.144", "measured before, see ../shared/series"),
)
"""(model, OWA on all points, OWA on the last 26, where from)."""


def last_value(values: Floats, weeks: int) -> Floats:
    """Repeat the last value."""
    return np.full(weeks, values[-1])


def autoreg(values: Floats, weeks: int) -> Floats:
    """Ordinary least squares on 53 lags of the changes of the logarithm; 12 on a shorter past."""
    moves = np.diff(np.log(values))
    lags = 53 if len(moves) > 3 * 53 else min(12, len(moves) // 4)
    ahead = AutoReg(moves, lags).fit().predict(len(moves), len(moves) + weeks - 1)
    return np.asarray(np.exp(np.log(values[-1]) + np.cumsum(ahead)))


def theta(values: Floats, weeks: int) -> Floats:
    """The theta method (Assimakopoulos and Nikolopoulos, 2000)."""
    return np.asarray(ThetaModel(values, period=1, deseasonalize=False).fit().forecast(weeks))


def damped(values: Floats, weeks: int) -> Floats:
    """Exponential smoothing with a damped trend (Gardner and McKenzie, 1985), on logarithms."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = ExponentialSmoothing(np.log(values), trend="add", damped_trend=True)
        return np.asarray(np.exp(model.fit().forecast(weeks)))


def straight_line(values: Floats, weeks: int) -> Floats:
    """Simulate a line through the last 13 weeks with normal errors that add up, (paths, weeks)."""
    recent = values[-_LINE_WEEKS:]
    slope, start = np.polyfit(np.arange(len(recent)), recent, 1)
    errors = recent - (start + slope * np.arange(len(recent)))
    ahead = np.arange(1, weeks + 1)
    spread = errors.std(ddof=2) * np.sqrt(ahead)
    shocks = np.random.default_rng(1).standard_normal((_PATHS, 1))
    return np.asarray(values[-1] + slope * ahead + shocks * spread)


def local_level(values: Floats, weeks: int) -> Floats:
    """Simulate a local level on logarithms of weekly increments (Harvey, 1989)."""
    moves = np.diff(values)
    logs = np.log(np.maximum(moves, max(0.05 * float(np.median(moves[-13:])), 1.0)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        fitted = UnobservedComponents(logs, "local level").fit(disp=False)
    ahead = fitted.simulate(weeks, anchor="end", repetitions=_PATHS, rng=np.random.default_rng(1))
    steps = np.exp(np.minimum(np.asarray(ahead).reshape(weeks, _PATHS).T, 30))
    return np.asarray(values[-1] + np.cumsum(steps, axis=1))


def stay(values: Floats, weeks: int) -> Floats:
    """The last value as futures: certain, and without a spread."""
    return np.full((_PATHS, weeks), values[-1])
