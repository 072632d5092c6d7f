"""What can be wrong with a field of a form: the keys of the texts that say so."""

REQUIRED = "form.required"
UNKNOWN = "form.unknown"
TOP_BAND = "form.top_band_as_mentor"
BOTTOM_BAND = "form.bottom_band_as_mentee"
NOT_NEW = "form.not_a_newcomer"
NEW_AS_MENTOR = "form.newcomer_as_mentor"
MANAGER_IS_YOU = "form.manager_is_you"
TOO_MANY = "form.too_many"
OFFER_NEEDED = "form.offer_needed"
WISH_NEEDED = "form.wish_needed"
TWICE = "form.twice"
IN_BOTH = "form.in_both"
NO_DAY = "form.no_day"
ENDS_BEFORE = "form.ends_before"
NOTICE_NEEDED = "form.notice_needed"
LEVEL_NEEDED = "form.level_needed"
WANTED_TOO_LOW = "form.wanted_too_low"
MORE_PLACES_TAKEN = "form.more_places_taken"
AVOIDS_YOU = "form.avoids_you"
TOO_LONG = "form.too_long"

KEYS = (
    REQUIRED,
    UNKNOWN,
    TOP_BAND,
    BOTTOM_BAND,
    NOT_NEW,
    NEW_AS_MENTOR,
    MANAGER_IS_YOU,
    TOO_MANY,
    OFFER_NEEDED,
    WISH_NEEDED,
    TWICE,
    IN_BOTH,
    NO_DAY,
    ENDS_BEFORE,
    NOTICE_NEEDED,
    LEVEL_NEEDED,
    WANTED_TOO_LOW,
    MORE_PLACES_TAKEN,
    AVOIDS_YOU,
    TOO_LONG,
)
"""Every text key of a field error. TOO_MANY has the fact `limit`, TOO_LONG also `n`; TOP_BAND,
BOTTOM_BAND and NEW_AS_MENTOR have `other`, the role that would work ('mentee' or 'mentor')."""
