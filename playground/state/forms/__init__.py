"""What can be filled in on a screen: its ids, its fields, and what they hold."""
