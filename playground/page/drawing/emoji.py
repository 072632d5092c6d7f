"""Emoji by their short names, as characters: the common ones; others stay as typed."""

import re

SHORT_NAME = re.compile(r":([a-z0-9_+\-]+):")
_PAIRS = """
+1 👍 -1 👎 thumbsup 👍 thumbsdown 👎 wave 👋 clap 👏 raised_hands 🙌 pray 🙏
muscle 💪 eyes 👀 point_right 👉 handshake 🤝 tada 🎉 sparkles ✨ star ⭐
rocket 🚀 fire 🔥 bulb 💡 brain 🧠 seedling 🌱 smile 😄 smiley 😃
slightly_smiling_face 🙂 grinning 😀 wink 😉 blush 😊 thinking_face 🤔 joy 😂
heart ❤️ green_heart 💚 blue_heart 💙 white_check_mark ✅
heavy_check_mark ✔️ x ❌ warning ⚠️ no_entry ⛔ question ❓ exclamation ❗
information_source ℹ️ bell 🔔 no_bell 🔕 lock 🔒 key 🔑 link 🔗 calendar 📅
date 📅 spiral_calendar_pad 🗓️ clock3 🕒 hourglass ⌛ stopwatch ⏱️
alarm_clock ⏰ memo 📝 pencil ✏️ page_facing_up 📄 paperclip 📎 bar_chart 📊
chart_with_upwards_trend 📈 email 📧 speech_balloon 💬
busts_in_silhouette 👥 bust_in_silhouette 👤 mortar_board 🎓 books 📚
coffee ☕ palm_tree 🌴 house 🏠 office 🏢 earth_africa 🌍 arrow_right ➡️
arrow_left ⬅️ recycle ♻️ zap ⚡ sunny ☀️ gear ⚙️ mag 🔍 pushpin 📌
wastebasket 🗑️ inbox_tray 📥 outbox_tray 📤 robot_face 🤖
"""
CHARACTERS = dict(zip(_PAIRS.split()[::2], _PAIRS.split()[1::2], strict=True))


def with_emoji(text: str) -> str:
    """Short names that are known become characters."""
    return SHORT_NAME.sub(lambda found: CHARACTERS.get(found[1], found[0]), text)
