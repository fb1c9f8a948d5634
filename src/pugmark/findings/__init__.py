"""Where findings go: tables, a report that a person reads, a summary; and the job between."""
