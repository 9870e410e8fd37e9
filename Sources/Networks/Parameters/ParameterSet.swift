public import Tensors

/// The weights of a network and the running statistics of its normalisations, by name, in a fixed order.
public struct ParameterSet: Sendable, Equatable {
  public private(set) var names: [String] = []
  private var tensors: [String: Tensor] = [:]

  public init() {}

  /// A tensor by name; a new name goes to the end of the order.
  public subscript(name: String) -> Tensor? {
    get { tensors[name] }
    set {
      if tensors[name] == nil, newValue != nil { names.append(name) }
      if newValue == nil { names.removeAll { $0 == name } }
      tensors[name] = newValue
    }
  }
}
