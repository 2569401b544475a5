"""Frozen values of the domain. Standard library only; no input or output."""
