"""Names the arrays that questions work with: of fractions, of whole numbers, of yes and no."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
