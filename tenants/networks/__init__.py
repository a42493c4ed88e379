"""เครือข่ายชุมชน: each zone as a network, with its communities, committee, papers and activities on one page."""
