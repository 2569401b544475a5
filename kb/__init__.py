"""Regtrail: a knowledge base and clause tracker for Chinese AI, data and platform rules."""

__version__ = "0.1.0"
