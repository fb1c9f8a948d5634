"""What a text says: normalise, match, interpret."""
