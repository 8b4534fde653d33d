"""Copies of generated packages in services: made, checked, brought up to date, removed."""
