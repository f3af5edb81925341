"""Run the command line as ``python -m zcplan``."""

from zcplan.cli import main

if __name__ == "__main__":
    main()
