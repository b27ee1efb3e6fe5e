"""A service over one Region's replica of a DynamoDB global table, and what belongs to it."""
