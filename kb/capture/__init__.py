"""Pages and files as received: import, provenance, append-only storage."""
