"""What stands in a cell: prices, dates, lists, addresses, and plain text."""
