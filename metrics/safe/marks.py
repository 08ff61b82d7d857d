"""Why is a count missing where pages may not tell it, and what stands for it in a sum?

Pages and reports take these from here: how cells are chosen to be hidden is no matter of theirs.
"""

from metrics.disclosure.suppression import FEW as FEW
from metrics.disclosure.suppression import FEW_ABOUT as FEW_ABOUT
from metrics.disclosure.suppression import HIDDEN as HIDDEN
