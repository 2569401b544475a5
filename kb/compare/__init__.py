"""Comparing two texts: alignment of provisions, change classes, redline and ledger."""
