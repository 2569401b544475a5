"""Site adapters: what is where on each authority's site, and whether a page is the text it should be."""
