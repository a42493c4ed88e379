"""ภาษาไทย: dates of the Buddhist era, Thai text, order, numbers and the catalogues of messages."""
