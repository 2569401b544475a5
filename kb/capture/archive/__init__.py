"""The archive of everything that went over the wire: WARC files, their proof, and the run lock."""
