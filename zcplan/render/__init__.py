"""From a context and a template to a file, written whole or not at all."""
