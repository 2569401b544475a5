"""Readers: bytes of one media type in, a `SourceText` of blocks out."""
