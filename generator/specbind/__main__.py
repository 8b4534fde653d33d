"""`python -m specbind`."""

import sys

from specbind.cli import main

if __name__ == "__main__":
    sys.exit(main())
