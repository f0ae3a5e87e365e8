"""Industries: words of the twenty chains, and what a text is about."""
