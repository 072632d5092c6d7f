"""28 weeks of a mentoring programme, played by 60 people against the real bot, and told.

The bot is a process of its own that is spoken to over Slack's API only. People press real buttons
of real messages; every message that is printed is read back from the playground's log.
"""
