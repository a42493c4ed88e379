"""สิทธิการใช้งาน: roles, permissions, grants with their reach, and the rule of every page."""
