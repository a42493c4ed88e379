"""ปฏิทิน: meetings, courses and activities by day, and the feed that a phone's own calendar follows."""
