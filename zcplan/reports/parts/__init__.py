"""What several kinds of documents share: their cells, their charts, their wording."""
