"""What stands in for AWS on a laptop, for rehearsals and tests; no part of what is deployed.

Commands print JSON lines. Exit codes: 0 good; 1 something failed; 2 usage.
Those that use DynamoDB take credentials from the environment, as all of AWS's tools do.
"""
