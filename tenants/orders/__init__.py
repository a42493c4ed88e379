"""คำสั่งสำนักงานเขต: drafts of appointment orders, written from the committee and the manual."""
