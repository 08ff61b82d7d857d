"""The colour of each step of the readiness ladder, on the pages and on paper.

They rise from grey over yellow to the orange of a representative; a term about to end is the far
end of that ramp, a vacancy another hue. Any two are at least 7 apart (CIEDE2000) on either ground,
for the colour-blind as well (the three kinds simulated after Machado et al., 2009), and 5 in
lightness, for a black and white copy.
"""

COLOURS = {
    "no_members": ("#DCDAD5", "#343A46"),
    "members": ("#FBE9B8", "#524838"),
    "threshold": ("#F2BE1F", "#895200"),
    "announced": ("#F0A468", "#90743D"),
    "held": ("#C48A70", "#C58F6D"),
    "serving": ("#D9480F", "#FF8A4C"),
    "ending": ("#6B1A12", "#EDDDB2"),
    "vacant": ("#4C4FC8", "#CDB4FC"),
}
"""Each step, with its colour on white and on near-black."""
NONE = ("#F3EDE4", "#2F343C")
"""The colour of an amphoe without a representative, where a map tells no more of it."""
