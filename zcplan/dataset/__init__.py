"""The dataset on disk: a Frictionless Data Package of CSV files, read, checked and turned into records."""

from zcplan.dataset.load import check, load

__all__ = ["check", "load"]
