"""The match rules of ``pugmark.text.match``, compiled, over batches of Arrow columns."""
