"""การแจ้งเตือน: what people must know, in the application, by mail and by LINE, told once (F105, F106)."""
