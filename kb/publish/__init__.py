"""The reading site: view models, renderers, the thin MkDocs plugin, the search index."""
