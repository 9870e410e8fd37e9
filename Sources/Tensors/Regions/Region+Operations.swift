extension Region {
  /// The adversarial values inside the region, the clean ones, bit for bit, outside.
  public func selecting(_ adversarial: Tensor, over clean: Tensor) -> Tensor {
    check(adversarial)
    check(clean)
    var result = clean.scalars
    for index in result.indices where allowed[index] { result[index] = adversarial.scalars[index] }
    return Tensor(shape: clean.shape, scalars: result)
  }

  /// The tensor with zeros outside the region.
  public func masking(_ gradient: Tensor) -> Tensor {
    check(gradient)
    var result = gradient.scalars
    for index in result.indices where !allowed[index] { result[index] = 0 }
    return Tensor(shape: gradient.shape, scalars: result)
  }

  public func union(_ other: Region) -> Region {
    combining(other, name: "\(name) + \(other.name)") { $0 || $1 }
  }

  public func intersection(_ other: Region) -> Region {
    combining(other, name: "\(name) & \(other.name)") { $0 && $1 }
  }

  public var complement: Region { Region(shape: shape, allowed: allowed.map { !$0 }, name: "!(\(name))") }

  private func combining(_ other: Region, name: String, with operation: (Bool, Bool) -> Bool) -> Region {
    precondition(shape == other.shape, "Region: \(shape) against \(other.shape)")
    return Region(shape: shape, allowed: zip(allowed, other.allowed).map(operation), name: name)
  }

  func check(_ tensor: Tensor) {
    precondition(tensor.shape == shape, "Region: a tensor of \(tensor.shape) for a region of \(shape)")
  }
}
