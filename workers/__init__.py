"""What runs without a person waiting: Celery's worker and beat, and what `make run` supervises."""
