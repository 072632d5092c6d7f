"""The running process: the web server, the line to Slack, the ticks, and how it all stops."""
