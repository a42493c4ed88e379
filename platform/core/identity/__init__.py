"""บัญชีผู้ใช้และการเข้าสู่ระบบ: accounts, memberships in offices, sessions, slips and limits."""
