"""Meetings of two people: times that suit both, and entries for their calendars."""
