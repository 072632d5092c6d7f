"""The configuration of one bot: one typed class, read and checked at the start."""

from bot.settings.addresses import database_url, is_loopback
from bot.settings.errors import BadSettings
from bot.settings.fields import DOTENV
from bot.settings.loading import dotenv_names, load
from bot.settings.model import Mode, Settings

__all__ = [
    "DOTENV",
    "BadSettings",
    "Mode",
    "Settings",
    "database_url",
    "dotenv_names",
    "is_loopback",
    "load",
]
