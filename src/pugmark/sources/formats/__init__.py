"""The formats of tables, each read as chunks of raw columns."""
