"""Somebody in the small Slack: what they see, what they do, and what becomes of it."""
