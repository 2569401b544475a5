"""Polite fetching: what may be asked, how often, how long, and how much is taken."""
