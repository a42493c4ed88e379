"""การเลือกตั้งประธานเครือข่ายและประธานประชาคมชุมชน: frozen roll, secret ballot, signed result (M19, M61)."""
