"""revmentor, a Slack bot for reverse mentoring.

Zones are read from the package `tzdata` alone, from the first line on: a host's own files may be
years old, and replicas on two hosts must agree on when a day begins.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (an old Python shall read this, not a SyntaxError)
    this = ".".join(map(str, sys.version_info[:2]))
    sys.exit(f"revmentor needs Python 3.11 or newer, and this is {this}.")

import zoneinfo

zoneinfo.reset_tzpath(to=())
zoneinfo.ZoneInfo.clear_cache()

__version__ = "0.2.0"
