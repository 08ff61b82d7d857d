"""Exports in, a published edition out; knows nothing of screens."""
