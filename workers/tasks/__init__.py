"""Tasks of a few lines each: open the scope, call a service."""
