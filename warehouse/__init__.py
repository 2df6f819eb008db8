"""Where it is kept: generations of immutable Parquet files behind one atomic pointer."""
