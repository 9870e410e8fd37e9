internal import Tensors

/// One step of stochastic gradient descent on one parameter; see `SGDSettings` for the formula.
struct SGDStep {
  private let rate: Float
  private let momentum: Float
  private let decay: Float
  private let isNesterov: Bool
  private let isFirst: Bool
  private let scale: Float

  init(_ settings: SGDSettings, rate: Double, decays: Bool, isFirst: Bool, scale: Float) {
    self.rate = Float(rate)
    momentum = Float(settings.momentum)
    decay = decays ? Float(settings.weightDecay) : 0
    isNesterov = settings.isNesterov
    self.isFirst = isFirst
    self.scale = scale
  }

  /// Without momentum.
  func apply(_ parameter: inout Tensor, _ gradient: Tensor) {
    parameter.withUnsafeMutableScalars { p in
      gradient.withUnsafeScalars { g in
        for index in p.indices { p[index] -= rate * (scale * g[index] + decay * p[index]) }
      }
    }
  }

  func apply(_ parameter: inout Tensor, _ gradient: Tensor, velocity: inout Tensor) {
    parameter.withUnsafeMutableScalars { p in
      gradient.withUnsafeScalars { g in
        velocity.withUnsafeMutableScalars { v in
          for index in p.indices {
            let slope = scale * g[index] + decay * p[index]
            let speed = isFirst ? slope : momentum * v[index] + slope
            v[index] = speed
            p[index] -= rate * (isNesterov ? slope + momentum * speed : speed)
          }
        }
      }
    }
  }
}
