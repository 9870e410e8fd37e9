internal import Foundation
public import Tensors

/// An optimiser with what it remembers between steps.
///
/// Parameters, gradients and memory are lists in one order, that of `NetworkSpecification.parameters`. Numbers are kept
/// in `Float` and combined in `Float`, as PyTorch does; coefficients are made in `Double`.
public struct Optimizer: Sendable {
  public let settings: OptimizerSettings
  /// Steps done.
  public private(set) var stepCount: Int
  /// One list of tensors a slot, by `slotNames`.
  public private(set) var slots: [[Tensor]]
  /// Which parameters weight decay applies to.
  private let decays: [Bool]

  /// Nothing is remembered yet of parameters of these shapes; `decays` has one flag a parameter.
  public init(_ settings: OptimizerSettings, shapes: [[Int]], decays: [Bool]) {
    precondition(shapes.count == decays.count, "Optimizer: \(decays.count) flags for \(shapes.count) parameters")
    self.settings = settings
    self.decays = decays
    stepCount = 0
    slots = settings.slotNames.map { _ in shapes.map { Tensor(shape: $0) } }
  }

  /// What the slots are called in a checkpoint.
  public var slotNames: [String] { settings.slotNames }

  /// Goes on from remembered values.
  public mutating func restore(stepCount: Int, slots: [[Tensor]]) {
    precondition(
      slots.map { $0.map(\.shape) } == self.slots.map { $0.map(\.shape) }, "Optimizer: slots of other shapes")
    self.stepCount = stepCount
    self.slots = slots
  }

  /// One step down the gradients.
  ///
  /// - Parameters:
  ///   - parameters: changed in place.
  ///   - gradients: of the same shapes, clipped already where that is wanted.
  ///   - scale: every gradient is multiplied by it first (clipping).
  ///   - rate: η.
  public mutating func step(
    _ parameters: inout [Tensor], gradients: [Tensor], scale: Float = 1, rate: Double
  ) {
    precondition(
      parameters.map(\.shape) == gradients.map(\.shape) && parameters.count == decays.count,
      "Optimizer: gradients \(gradients.map(\.shape)) for parameters \(parameters.map(\.shape))")
    stepCount += 1
    // Moved out, so that two slots can be changed at once without copies.
    var first = slots.first ?? []
    var second = slots.count > 1 ? slots[1] : []
    slots = []
    for index in parameters.indices {
      switch settings {
      case .sgd(let sgd):
        let step = SGDStep(sgd, rate: rate, decays: decays[index], isFirst: stepCount == 1, scale: scale)
        if first.isEmpty {
          step.apply(&parameters[index], gradients[index])
        } else {
          step.apply(&parameters[index], gradients[index], velocity: &first[index])
        }
      case .adamW(let adam):
        let step = AdamWStep(adam, rate: rate, decays: decays[index], stepCount: stepCount, scale: scale)
        step.apply(&parameters[index], gradients[index], first: &first[index], second: &second[index])
      }
    }
    slots = [first, second].filter { !$0.isEmpty }
  }
}

extension OptimizerSettings {
  var slotNames: [String] {
    switch self {
    case .sgd(let settings): settings.momentum > 0 ? ["velocity"] : []
    case .adamW: ["first_moment", "second_moment"]
    }
  }
}
