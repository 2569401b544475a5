"""From bytes to a provision tree: readers, canonical text with an offset map, structure profiles."""
