"""Documents of the index as files: JSON lines, CSV or Parquet, cut off at any time and gone on with."""
