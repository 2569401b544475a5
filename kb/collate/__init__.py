"""Chinese text against our English of it: what a machine can find before a lawyer does.

Reads: two ``Text`` values of one version, the glossary, the register. Gives findings.
Guarantees: nothing is changed, nothing is guessed; every finding names the provision and both sides.
"""
