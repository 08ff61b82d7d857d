"""The colour of each step of the readiness ladder, on the pages and on paper.

They rise from grey over yellow to the orange of a representative; a term about to end is the far
end of that ramp, a vacancy another hue. Any two are at least 7 apart (CIEDE2000) on either ground,
for the colour-blind as well (the three kinds simulated after Machado et al., 2009).
"""

COLOURS = {
    "no_members": ("#E3E1DC", "#343A46"),
    "members": ("#FBE9B8", "#4D4433"),
    "threshold": ("#F8CC2E", "#895200"),
    "announced": ("#F4AE76", "#90743D"),
    "held": ("#A8745C", "#C58F6D"),
    "serving": ("#D9480F", "#FF7A33"),
    "ending": ("#6B1A12", "#EDDDB2"),
    "vacant": ("#4C4FC8", "#AB7FF6"),
}
"""Each step, with its colour on white and on near-black."""
