"""How are colours seen by the colour-blind, and on a black and white copy?"""

import numpy as np

SIGHTS = {
    "all": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
"""How linear RGB is seen by those who lack one kind of cone: Machado, Oliveira and Fernandes, A
Physiologically-based Model for Simulation of Color Vision Deficiency (2009), severity 1."""
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = np.array([0.95047, 1, 1.08883])


def seen_by(sight: str, colour: str) -> np.ndarray:
    """CIE L*a*b* (D65) of a colour as that kind of sight sees it."""
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(parts > 0.04045, ((parts + 0.055) / 1.055) ** 2.4, parts / 12.92)
    xyz = TO_XYZ @ np.clip(np.array(SIGHTS[sight]) @ linear, 0, 1) / WHITE
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def apart(sight: str, one: str, other: str) -> float:
    """How far two colours are apart (CIE 1976) to a kind of sight; `grey` is by lightness alone."""
    if sight == "grey":
        return float(abs(seen_by("all", one)[0] - seen_by("all", other)[0]))
    return float(np.linalg.norm(seen_by(sight, one) - seen_by(sight, other)))
