"""Carrying a stream over from SQLite to Kafka, so that every stage goes on where it was."""
