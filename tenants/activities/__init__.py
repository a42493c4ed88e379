"""กิจกรรมของเครือข่ายและชุมชน: what was held, when, by whom, with how many people."""
