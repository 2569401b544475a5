"""Everything linked: a networkx graph and the questions asked of it."""
