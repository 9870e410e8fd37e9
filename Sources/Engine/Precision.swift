internal import COneDNN

/// The numbers that a plan's large layers multiply.
///
/// `f32` forms sums the fastest way there is on the machine, which differs from layer to layer (`AlgorithmChoices`).
/// `exact` is Float, too, by the definition of each operation alone: somewhat slower, rounding a few times less, and the same
/// on every machine of one kind. `bf16` rounds weights and activations of convolutions and matrix products to eight significant bits (a relative error
/// of at most 2⁻⁸ each) and adds in Float; everything else stays Float. Good for looking for something, not for deciding
/// that it was found: what an attack claims is decided by an `f32` forward pass.
public enum Precision: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
  case f32, exact, bf16

  public var description: String { rawValue }

  /// Whether this processor can run it: bf16 takes AVX-512-BF16 or AMX, and an oneDNN that knows them.
  public var isAvailable: Bool { self != .bf16 || cdnn_multiplies_bf16() }

  /// Whether this processor has the unit that makes bf16 faster than f32, AMX; with AVX-512-BF16 alone it is slower
  /// (docs/speed.md).
  public static var bf16IsFast: Bool { bf16.isAvailable && cdnn_has_bf16_tiles() }
}

/// The precision of a search, as a user asks for it.
public enum PrecisionChoice: String, Sendable, Hashable, CaseIterable {
  /// bf16 where it is faster (AMX), f32 elsewhere.
  case auto
  case f32, exact, bf16

  /// The precision on a processor with or without bf16, and with or without the unit that makes it fast.
  ///
  /// - Throws: `EngineError` for bf16 where there is none.
  public func resolved(
    hasBFloat16: Bool = Precision.bf16.isAvailable, isFast: Bool = Precision.bf16IsFast
  ) throws(EngineError) -> Precision {
    switch self {
    case .f32: return .f32
    case .exact: return .exact
    case .auto: return hasBFloat16 && isFast ? .bf16 : .f32
    case .bf16:
      guard hasBFloat16 else {
        throw EngineError(
          "precision bf16", "this processor has no bf16 arithmetic (AVX-512-BF16 or AMX); use f32, or auto")
      }
      return .bf16
    }
  }
}
