"""What tests of a service need that uses a generated client, wherever its package is: see the fixtures of pytest."""
