"""The command `kb`, one file per command."""
