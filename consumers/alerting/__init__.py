"""From rules to mail: what a team wants to hear, whether to tell it now, and the outbox of alerts."""
