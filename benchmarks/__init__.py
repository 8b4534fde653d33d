"""What specbind and its output cost, beside its peers: `python -m benchmarks`.

Every figure is CPU time of a process of its own, the median of several runs after one that does not count. What is
compared runs in turn, in the same minutes, so that ratios hold where absolute figures do not.
"""
