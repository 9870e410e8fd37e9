public import Graphs

/// A layer that a network does not have.
public struct UnknownLayer: Error, CustomStringConvertible {
  public let name: String
  public let known: [String]

  public var description: String {
    "The network has no layer '\(name)'; its layers are \(known.joined(separator: ", "))"
  }
}

extension Graph {
  /// - Throws: `UnknownLayer`, which lists what there is.
  func tappedValue(named name: String) throws -> ValueID {
    guard let value = value(named: name) else { throw UnknownLayer(name: name, known: layers.map(\.name)) }
    return value
  }
}

extension ModelRunner {
  /// The layer heat maps look at unless told otherwise: the last convolution, with the activation that follows it.
  public var defaultLayer: String {
    get throws {
      let graph = try graph
      guard let value = graph.lastConvolutionActivation else {
        throw UnknownLayer(name: "last convolution", known: graph.layers.map(\.name))
      }
      return value.description
    }
  }

  /// - Throws: `UnknownLayer` unless heat maps can look at this layer; nil stands for the default one.
  public func checkLayer(_ name: String?) throws {
    guard let name else { return _ = try defaultLayer }
    _ = try graph.tappedValue(named: name)
  }

  /// The layers that can be named, with their shapes.
  public var layers: [Layer] {
    get throws { try graph.layers }
  }
}
