"""การทำงานของระบบ: how the machinery does in every office, and counting all figures again."""
