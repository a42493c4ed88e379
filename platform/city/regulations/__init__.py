"""ค่าตามระเบียบ: the department records numbers of regulations with the day from which they hold, and their source."""
