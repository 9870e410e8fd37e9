public import Tensors

extension ParameterSet {
  /// A set of these tensors in this order; of two of one name the later one counts.
  public init(_ elements: some Sequence<(name: String, tensor: Tensor)>) {
    self.init()
    for element in elements { self[element.name] = element.tensor }
  }

  public var count: Int { names.count }
  public var isEmpty: Bool { names.isEmpty }

  /// Name and tensor, in order.
  public var elements: [(name: String, tensor: Tensor)] {
    names.compactMap { name in self[name].map { (name, $0) } }
  }

  /// The number of numbers in all tensors.
  public var scalarCount: Int { elements.reduce(0) { $0 + $1.tensor.count } }

  /// The tensors of these names, in the order of the names.
  ///
  /// - Throws: `NetworkError` that names the first one missing.
  public func tensors(named wanted: some Sequence<String>) throws(NetworkError) -> [Tensor] {
    var found: [Tensor] = []
    for name in wanted { found.append(try tensor(name)) }
    return found
  }

  /// The tensor of this name; of this shape, unless that is nil.
  ///
  /// - Throws: `NetworkError` where there is none, or one of another shape.
  public func tensor(_ name: String, shape: [Int]? = nil) throws(NetworkError) -> Tensor {
    guard let tensor = self[name] else {
      throw NetworkError(
        "parameter '\(name)' is missing",
        hint: "the parameters belong to another network: check the architecture and its settings")
    }
    guard shape == nil || tensor.shape == shape else {
      throw NetworkError(
        "parameter '\(name)' has the shape \(tensor.shape), the network expects \(shape ?? [])",
        hint: "the parameters belong to other settings of this network: check widths, input shape and classes")
    }
    return tensor
  }
}
