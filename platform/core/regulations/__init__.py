"""ค่าตามระเบียบ: numbers that come from a regulation, each with the day from which it holds and its source."""
