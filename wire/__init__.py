"""What two processes of Kaigong must agree on: settings, messages, topics, the stream port, text tokens."""
