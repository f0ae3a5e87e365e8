"""What a detail page gives, for a person who asks and for scripts that have pages of their own."""
