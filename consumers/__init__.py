"""From `articles.v1` to tags, the index, alerts and mail."""
