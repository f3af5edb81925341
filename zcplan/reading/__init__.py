"""Any file a person has, into paragraphs, tables and cells with their places. The only room that opens documents."""
