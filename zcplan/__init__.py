"""zcplan: a planning office's yearly documents and their figures, from one dataset."""

__version__ = "0.1.0"
