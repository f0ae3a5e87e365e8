"""The search index: one port, one adapter per engine, and what a document looks like."""
