"""Statements to the indicators, areas and years of a dataset."""
