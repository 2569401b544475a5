"""Structure profiles: lines in, outline out. One file for each way documents are numbered."""
