"""How few people are too few to be told of? One number, for what builds, asks and reports."""

SMALL = 5
"""A smaller count of people, save 0, points at a person: only officers see it. Local groups are
that small, and membership tells a political opinion (PDPA s. 26)."""
