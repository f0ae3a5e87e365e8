"""The text of an article made ready: its letters, lines, sentences, headings, and the articles of a page."""
