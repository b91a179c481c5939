"""Provides functions on this machine with what the platform would provide."""
