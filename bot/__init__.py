"""revmentor, a Slack bot for reverse mentoring."""

__version__ = "0.1.0"
