"""`python -m agent_secrets`"""

import sys

from agent_secrets._local.call import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
