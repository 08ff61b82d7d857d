"""What does a page send to the map's script?"""

import base64
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest

from pages.ui.map.amphoe_map import FEW, HIDDEN


def sent(at: AppTest) -> dict[str, Any]:
    """All that the page's one map is sent."""
    (drawn,) = [each for each in at.get("bidi_component") if "map" in each.proto.component_name]
    found: dict[str, Any] = json.loads(drawn.proto.mixed.json or drawn.proto.json)
    return found


def values(packed: Mapping[str, str]) -> list[int | None]:
    """The numbers that were packed, in the order of the amphoe."""
    numbers = np.frombuffer(base64.b64decode(packed["base64"]), dtype=f"<{packed['kind']}")
    none = int(np.iinfo(numbers.dtype).max)
    meant = {none: None, none - 1: FEW, none - 2: HIDDEN}
    return [meant.get(number, number) for number in numbers.tolist()]


def key(at: AppTest) -> dict[str, int]:
    """What the key of the map says: each class with the number of its amphoe."""
    drawn = sent(at)
    painted = values(drawn["values"])
    return {each["label"]: painted.count(each["value"]) for each in drawn["classes"]}
