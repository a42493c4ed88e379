"""การเข้าดูแทนเขต: the department looks into one office for a reason and a limited time, and the office sees it."""
