"""`kaigong doctor`: every hop from a site to a mail, how it is, and what to do."""
