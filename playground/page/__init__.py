"""The page of one person: a small Slack in the browser, drawn from the workspace.

Everything that needs a rule is decided here (what is unread, how a date reads, which option is
chosen); the browser draws what it is given and says what was touched.
"""
