"""What a document states, as proposals for a person to review, and the merge of what was accepted."""
