"""Ten thousand queries at once: which of them match a document, without asking each."""
