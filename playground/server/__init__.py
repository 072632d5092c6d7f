"""The small Slack as programs reach it: the Web API, callbacks and Socket Mode for the app, and
control endpoints for whoever plays people from another process."""
