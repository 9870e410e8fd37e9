internal import Foundation

/// The ratio of powers that `decibels` stand for.
func decibelRatio(_ decibels: Double) -> Double { pow(10, decibels / 10) }

/// The decibels of a ratio of powers.
func decibels(ofRatio ratio: Double) -> Double { 10 * log10(ratio) }
