"""ข้อบังคับเครือข่ายชุมชน: drawn from the manual's draft, adopted in a recorded meeting, kept by version (F41)."""
