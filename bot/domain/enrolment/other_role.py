"""The other role: what somebody turns to, and what of their profile does not allow it yet.

Source: docs/programme.md, The end.
"""

from enum import StrEnum

from bot.domain.fit.people import Role, SideRole


class Missing(StrEnum):
    """What keeps somebody from a role: no topic for it, or their level in the company."""

    OFFER = "offer"
    WISH = "wish"
    TOP_BAND = "top_band"
    BOTTOM_BAND = "bottom_band"


def other(role: Role) -> SideRole | None:
    """What a mentor turns to, and a mentee; who came as both has both already."""
    if role is Role.BOTH:
        return None
    return Role.MENTEE if role is Role.MENTOR else Role.MENTOR


def missing(
    role: SideRole, *, band: int, bands: int, gap: int, offers: int, wishes: int
) -> Missing | None:
    """What keeps somebody at this level (1 to `bands`), with so many topics to share and to learn,
    from coming in this role; mentors stand at least `gap` levels below their mentees.

    >>> missing(Role.MENTOR, band=2, bands=5, gap=1, offers=0, wishes=1)
    <Missing.OFFER: 'offer'>
    """
    if role is Role.MENTOR:
        if band + gap > bands:
            return Missing.TOP_BAND
        return None if offers else Missing.OFFER
    if band - gap < 1:
        return Missing.BOTTOM_BAND
    return None if wishes else Missing.WISH
