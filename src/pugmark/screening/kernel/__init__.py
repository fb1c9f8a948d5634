"""The rules of ``mentions``, ``features`` and ``finding``, compiled, over batches of matches."""
