"""How often one person may do the same thing within a day, and how soon others hear of it again.

No work day comes near these: they end a flood, of a bored hand or a broken script. See
docs/programme.md, Timings.
"""

from datetime import timedelta

DAY = timedelta(days=1)
DATES = 50
"""Dates that one person proposes to another."""
MEETINGS = 5
"""Meetings that a pair writes down of its own accord."""
JOINS = 5
"""Times that one person joins, having taken it back."""
BREAKS = 20
"""Breaks begun, changed or ended by one person; leavings taken back."""
CONCERNS = 3
"""Concerns raised by one person, in a day of the programme's zone."""
QUIET = timedelta(minutes=5)
"""So long after a word about a date or a break its change waits: what is newest then is said."""
