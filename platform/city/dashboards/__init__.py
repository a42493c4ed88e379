"""แดชบอร์ดกรุงเทพมหานคร: fifty districts on one page, for an executive who has one minute."""
