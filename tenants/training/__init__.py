"""การอบรม: courses, who is invited and came, tests before and after, certificates, and what is used later."""
