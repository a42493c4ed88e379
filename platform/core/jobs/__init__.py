"""งานเบื้องหลัง: work that is written down with the change that causes it, and done exactly once by a worker."""
