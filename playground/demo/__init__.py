"""The demo: up to three people's pages side by side, the clock above them, a tour beside them.

Whoever is not played by hand lives by the story's habits while the clock moves. The bot is the
same process that the story starts, and knows nothing of all this.
"""
