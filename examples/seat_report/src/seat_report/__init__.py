"""Who has a seat in the organization, and who does not use it."""
