"""Who plays in the story, and what they do by their habits when they read a message."""
