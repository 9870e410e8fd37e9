internal import CKissFFT

/// The discrete Fourier transform of a fixed length, through kissfft.
public struct FourierTransform: Sendable {
  public let length: Int

  public init(length: Int) { self.length = length }
}
