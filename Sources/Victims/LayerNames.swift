internal import Graphs

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
