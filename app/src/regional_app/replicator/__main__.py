"""`python -m regional_app.replicator`."""

import sys

from .process import main

sys.exit(main(sys.argv[1:]))
