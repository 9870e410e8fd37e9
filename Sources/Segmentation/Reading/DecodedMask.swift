/// A mask with what was found out about its coding on the way.
public struct DecodedMask: Sendable, Hashable {
  public let mask: Mask
  public let coding: MaskCoding
}
