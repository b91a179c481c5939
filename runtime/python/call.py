"""Starts the package in the same folder, without installing it: `python call.py call FILE[:FUNCTION] …`"""

import sys

if sys.version_info < (3, 10):
    sys.stderr.write("Python 3.10 or later is needed; this one is Python %d.%d.\n" % sys.version_info[:2])
    sys.exit(2)

# Don't write bytecode, neither here nor next to the user's files.
sys.dont_write_bytecode = True

from agent_secrets._local.call import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
