"""What the tagger finds in a document, drawn for a person or as JSON for a script."""
