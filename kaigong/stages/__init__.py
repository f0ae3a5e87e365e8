"""How each stage is put together from the settings: one module per stage."""

# In the order of the line.
STAGES = ("crawler", "tagger", "indexer", "alerter", "notifier")
