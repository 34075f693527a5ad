"""Names for the array types that the model's functions take and give."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]  # pixels, codes, features, probabilities: all that torch computes
Doubles = NDArray[np.float64]  # lengths and places that numpy computes
Floats = NDArray[np.floating]  # either
Labels = NDArray[np.integer]  # whole numbers, one for each image
Bytes = NDArray[np.uint8]  # pixels as stored and shown
