"""The parts of reading a detail page; `crawler.article` puts them together."""
