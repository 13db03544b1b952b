"""National accounts and currencies of invoicing."""
