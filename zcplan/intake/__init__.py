"""Documents and returned workbooks, however mangled, into text, figures and tasks."""
