"""`python -m bot doctor`: looks at everything the bot needs, changes nothing, says what to fix."""
