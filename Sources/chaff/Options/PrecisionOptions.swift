public import ArgumentParser
public import Engine
import Evaluation

/// What a search is computed in.
struct PrecisionOptions: ParsableArguments {
  @Option(
    help: """
      Arithmetic of forward passes with gradient: f32, bf16 (about twice as fast where the processor has AMX), auto: \
      bf16 where it is faster, or exact: f32 without the faster ways to sum a convolution. What counts as a success is \
      decided by an f32 forward pass either way, by an exact one with exact.
      """)
  var precision = PrecisionChoice.f32

  func validate() throws {
    do { _ = try resolved } catch { throw ValidationError("--\(error)") }
  }

  /// - Throws: `EngineError` for bf16 on a processor without it.
  var resolved: Precision { get throws { try precision.resolved() } }

  /// What a run folder says.
  var setting: Setting { get throws { try Self.setting(resolved) } }

  static func setting(_ precision: Precision) -> Setting {
    Setting(
      "precision", precision == .bf16 ? "bf16 for looks with gradient, f32 for every success" : precision.rawValue)
  }
}

extension PrecisionChoice: ExpressibleByArgument {}
