internal import Foundation
internal import Tensors

/// One step of AdamW on one parameter; see `AdamWSettings` for the formula.
struct AdamWStep {
  private let shrink: Float
  private let stepSize: Float
  private let beta1: Float
  private let beta2: Float
  /// `1 − β`, made before rounding to `Float`.
  private let rest1: Float
  private let rest2: Float
  private let root: Float
  private let epsilon: Float
  private let scale: Float

  init(_ settings: AdamWSettings, rate: Double, decays: Bool, stepCount: Int, scale: Float) {
    shrink = decays ? Float(1 - rate * settings.weightDecay) : 1
    stepSize = Float(rate / (1 - pow(settings.beta1, Double(stepCount))))
    root = Float((1 - pow(settings.beta2, Double(stepCount))).squareRoot())
    (beta1, rest1) = (Float(settings.beta1), Float(1 - settings.beta1))
    (beta2, rest2) = (Float(settings.beta2), Float(1 - settings.beta2))
    epsilon = Float(settings.epsilon)
    self.scale = scale
  }

  func apply(_ parameter: inout Tensor, _ gradient: Tensor, first: inout Tensor, second: inout Tensor) {
    parameter.withUnsafeMutableScalars { p in
      gradient.withUnsafeScalars { g in
        first.withUnsafeMutableScalars { m in
          second.withUnsafeMutableScalars { v in
            for index in p.indices {
              let slope = scale * g[index]
              m[index] = beta1 * m[index] + rest1 * slope
              v[index] = beta2 * v[index] + rest2 * slope * slope
              p[index] = shrink * p[index] - stepSize * m[index] / (v[index].squareRoot() / root + epsilon)
            }
          }
        }
      }
    }
  }
}
