"""What moderation does by itself: one reminder to each author whose comment came back and waits for them."""

from consult.jobs.registry import periodic
from consult.moderation import services


@periodic(minutes=60)
def remind_of_returned() -> None:
    """Two days before the ten are over. Nothing else ever happens to a returned comment by the clock."""
    services.remind_authors()
