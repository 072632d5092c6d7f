"""What the small Slack knows: people, conversations, views, and the app that is installed."""
