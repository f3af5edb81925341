"""Documents that come in: text, figures and their context."""
