"""Tests of the rooms that bring tables in."""
