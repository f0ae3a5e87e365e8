"""From the sites of regional governments to `articles.v1`."""
