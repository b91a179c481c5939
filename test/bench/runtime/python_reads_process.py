"""`python3 python_reads_process.py COUNT AT_ONCE`: reads a secret so often; prints how long each read took, in ms."""

import json
import sys
import threading
import time

import agent_secrets

count, at_once = int(sys.argv[1]), int(sys.argv[2])
client = agent_secrets.Client()
times = []
for _ in range(50):
    client.get_secret("bench")


def read(share):
    for _ in range(share):
        start = time.perf_counter()
        client.get_secret("bench")
        times.append((time.perf_counter() - start) * 1000)


started = time.perf_counter()
threads = [threading.Thread(target=read, args=(count // at_once,)) for _ in range(at_once)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(json.dumps({"seconds": time.perf_counter() - started, "times": times}))
