"""What do the tests of pages remember of the tests before them, in one process?"""

import pytest

ASKS_THE_SAMPLE_ALONE = pytest.StashKey[bool]()
"""Whether the caches hold nothing but answers of the sample, as tests before have asked it."""
