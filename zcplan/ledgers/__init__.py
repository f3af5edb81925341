"""Returned ledgers, however mangled, into progress."""
