"""What texts say: find (one text in, spans out), then resolve (against the register)."""
