"""Arithmetic that several rooms share: numbers in, numbers out; no texts, no runs, no tables.

resampling   articles drawn anew, and the intervals of figures in those draws
ranking      figures that hang on the order of scores alone
ratios       quotients that are missing, not infinite, where there is nothing below
"""
