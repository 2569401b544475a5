"""The only code that knows paths: corpus, captures, the built file, the cache."""
