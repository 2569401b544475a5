"""Watching the lists of official sites: what came, changed or went since the last time they were read."""
