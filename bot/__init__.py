"""revmentor, a Slack bot for reverse mentoring.

Zones are read from the package `tzdata` alone, from the first line on: a host's own files may be
years old, and replicas on two hosts must agree on when a day begins.
"""

import zoneinfo

zoneinfo.reset_tzpath(to=())
zoneinfo.ZoneInfo.clear_cache()

__version__ = "0.1.0"
