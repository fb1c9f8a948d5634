"""Tests of the rooms that take findings out."""
