"""Prints the reference spectra of SpectraFixture.swift: numpy's transforms of a sequence that both sides make themselves.

    python3 generate_spectra.py > SpectraFixture.swift
"""
import numpy as np


def sequence(count):
    """x[n] = ((37 n + 11) mod 64) / 32 - 1: exact in binary, and no frequency stands out."""
    return np.array([((37 * n + 11) % 64) / 32 - 1 for n in range(count)])


def row(values):
    pairs = np.stack([values.real, values.imag], axis=1).reshape(-1)
    return "[" + ", ".join(f"{v:.7g}" for v in pairs) + "]"


print("// Printed by generate_spectra.py (numpy), not written by hand.")
print("enum SpectraFixture {")
print("  // swift-format-ignore")
print("  static let complex: [Int: [Float]] = [")
for n in (1, 2, 3, 5, 8, 12, 13):
    x = sequence(2 * n)
    print(f"    {n}: {row(np.fft.fft(x[0::2] + 1j * x[1::2]))},")
print("  ]")
print("  // swift-format-ignore")
print("  static let real: [Int: [Float]] = [")
for n in (1, 2, 3, 8, 15, 20):
    print(f"    {n}: {row(np.fft.rfft(sequence(n)))},")
print("  ]")
print("}")
