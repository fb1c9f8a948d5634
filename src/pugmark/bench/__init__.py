"""How fast Pugmark is, beside other tools, on the same bytes in the same run."""
