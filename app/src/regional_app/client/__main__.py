"""`python -m regional_app.client`."""

from .command import main

main()
