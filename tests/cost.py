"""What something costs beside something else, in processor time: a slow or busy machine makes both slower alike."""

import time


def cost(do):
    """Seconds of processor time."""
    began = time.process_time()
    do()
    return time.process_time() - began


def costs_at_most(times, than, do):
    """Whether `do` costs at most so many times what `than` costs, whose cost is known to be right: the best of three tries."""
    known = max(cost(than), cost(than), 0.001)
    return any(cost(do) <= times * known for _ in range(3))
