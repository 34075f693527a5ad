"""A server under a mixed crowd for as long as one likes, with faults all the while: what breaks, and what grows."""
