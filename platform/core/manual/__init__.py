"""คู่มือการพัฒนาเครือข่ายชุมชน: the manual that the city publishes in editions which never change."""
