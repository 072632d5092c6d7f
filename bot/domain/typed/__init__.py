"""What people type about time: a day, a period."""
