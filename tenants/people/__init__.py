"""ทะเบียนบุคคล: people of the networks with name, role and contact, and no national id number (DOMAIN 6.1)."""
