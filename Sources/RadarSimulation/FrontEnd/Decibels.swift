internal import Foundation

/// The ratio of powers that `decibels` stand for.
func decibelRatio(_ decibels: Double) -> Double { pow(10, decibels / 10) }

func logarithm10(_ value: Float) -> Float { log10f(value) }
