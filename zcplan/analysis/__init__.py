"""Pure functions from a dataset to results. Nothing here reads, writes or prints."""
