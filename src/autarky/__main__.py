"""``python -m autarky``: the command line."""

from autarky.cli import main

if __name__ == "__main__":
    main()
