"""Two texts side by side: alignment, change classes, redline."""
