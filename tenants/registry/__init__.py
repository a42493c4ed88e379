"""ทะเบียนชุมชน: the register of communities and their dated figures."""
