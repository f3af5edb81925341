"""Text and tables into statements; knows the field's words, and no dataset."""
