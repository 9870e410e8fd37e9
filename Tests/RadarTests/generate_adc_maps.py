"""The greatest value of the range-Doppler map of receiver 0 of OpenRadar's doppler_example_1.npy, for ADCGolden.swift."""
import sys

import numpy as np

frame = np.load(sys.argv[1])  # [chirp, receiver, sample], 16 bits without sign
signed = frame.real.astype(np.uint16).astype(np.int16) + 1j * frame.imag.astype(np.uint16).astype(np.int16)
ranges = np.fft.fft(signed[:, 0, :], axis=1) / frame.shape[2]
maps = np.abs(np.fft.fftshift(np.fft.fft(ranges, axis=0) / frame.shape[0], axes=0)).T  # [range, doppler]
row, column = np.unravel_index(maps.argmax(), maps.shape)
print(f"""/// Made by generate_adc_maps.py.
enum ADCGolden {{
  static let maximum: Float = {maps.max():.7g}
  static let row = {row}
  static let column = {column}
}}""")
