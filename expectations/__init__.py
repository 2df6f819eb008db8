"""What is true: one contract per table, checked fast on Arrow and shown by Great Expectations."""
