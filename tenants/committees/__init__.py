"""คณะกรรมการเครือข่ายชุมชนโซน: the seats that the manual's composition asks for, and who sits on them."""
