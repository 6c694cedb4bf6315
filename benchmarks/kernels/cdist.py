# Times rapidfuzz on names, one a line: the first argument is their file, the
# second how many of them are queries, the third where the similarities and
# distances of the first 200 queries to the first 2,000 others go.
import json
import sys
import time

import numpy
import rapidfuzz
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

names = open(sys.argv[1], encoding="ascii").read().splitlines()
queries, others = names[: int(sys.argv[2])], names[int(sys.argv[2]) :]


def rate(scorer, dtype):
    start = time.process_time()
    process.cdist(queries, others, scorer=scorer, dtype=dtype, workers=1)
    return len(queries) * len(others) / (time.process_time() - start)


with open(sys.argv[3], "wb") as out:
    some = queries[:200], others[:2000]
    process.cdist(*some, scorer=JaroWinkler.similarity, dtype=numpy.float64).tofile(out)
    process.cdist(*some, scorer=OSA.distance, dtype=numpy.uint16).tofile(out)
print(
    json.dumps(
        {
            "version": rapidfuzz.__version__,
            "jaro_winkler": rate(JaroWinkler.similarity, numpy.float32),
            "jaro_winkler_float64": rate(JaroWinkler.similarity, numpy.float64),
            "osa": rate(OSA.distance, numpy.uint8),
        }
    )
)
