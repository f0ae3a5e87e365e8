"""One module for each family of content managers, written from what is known of real sites."""
