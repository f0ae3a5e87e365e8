"""What a rule would have told of the articles in the index: found, held back, shared with others, mailed."""
