public import Tensors

/// The rows of a filmstrip: the same frames of a recording, of what the attack made of it, of the difference, and of
/// what the victim looked at.
public struct Filmstrip: Sendable {
  public struct Row: Sendable {
    public let label: String
    /// One picture per frame of the recording, all of one size.
    public let frames: [Raster]
  }

  /// What the ends of a colour map stand for.
  public struct Scale: Sendable {
    public let label: String
    public let map: ColourMap
    public let range: ClosedRange<Float>
  }

  public let rows: [Row]
  public let scales: [Scale]
  /// One per frame; empty when unknown.
  public let kinds: [FrameKind]
  /// How much the perturbation's colours are stronger than the input's own scale would show it; nil without one.
  public let amplification: Double?

  static let channelLimit = 3

  /// Lays out the rows of one sample.
  ///
  /// `bounds` are the values an input can take; their width is the perturbation's scale at amplification 1. Heat maps
  /// are `[frames, height, width]`, `[height, width]` or `[frames]`, on any grid.
  public init(
    clean: Tensor, adversarial: Tensor?, heatMaps: [(label: String, map: Tensor)] = [], layout: SequenceLayout,
    kinds: [FrameKind] = [], bounds: ClosedRange<Float>
  ) {
    var rows: [Row] = []
    var scales: [Scale] = []
    let difference = adversarial.map { Filmstrip.difference($0, clean) }
    let limit = difference.map { ImageRendering.largestMagnitude(of: [$0]) } ?? 0
    for channel in 0..<min(layout.channels, Filmstrip.channelLimit) {
      let suffix = layout.channels > 1 ? ", channel \(channel)" : ""
      let cleanPlanes = Filmstrip.planes(of: clean, channel, layout)
      let changedPlanes = adversarial.map { Filmstrip.planes(of: $0, channel, layout) }
      let range = ImageRendering.finiteRange(of: cleanPlanes + (changedPlanes ?? []))
      scales.append(Scale(label: "signal\(suffix)", map: .signal, range: range))
      rows.append(Row(label: "clean\(suffix)", frames: cleanPlanes.map { .signal($0, range) }))
      guard let changedPlanes, let difference else { continue }
      rows.append(Row(label: "adversarial\(suffix)", frames: changedPlanes.map { .signal($0, range) }))
      rows.append(
        Row(
          label: "perturbation\(suffix)",
          frames: Filmstrip.planes(of: difference, channel, layout).map { ImageRendering.signed($0, limit: limit) }))
    }
    if difference != nil { scales.append(Scale(label: "perturbation", map: .signed, range: -limit...limit)) }
    for (label, map) in heatMaps {
      guard let planes = Filmstrip.heatPlanes(of: map, layout) else { continue }
      let range = 0...max(ImageRendering.finiteRange(of: planes).upperBound, 0)
      rows.append(Row(label: label, frames: planes.map { ImageRendering.mapped($0, over: range, with: .heat) }))
      scales.append(Scale(label: label, map: .heat, range: range))
    }
    self.rows = rows
    self.scales = scales
    self.kinds = kinds.count == layout.frames ? kinds : []
    let span = bounds.upperBound - bounds.lowerBound
    amplification = limit > 0 && span > 0 ? Double(span) / Double(limit) : nil
  }

  public var frameCount: Int { rows.first?.frames.count ?? 0 }

  /// One row's chosen frames side by side, one pixel of `gap` between them, every pixel enlarged.
  public static func strip(_ row: Row, frames: [Int], gap: RGB, enlargement: Int) -> Raster {
    guard let first = row.frames.first else { return Raster(width: 0, height: 0) }
    var raster = Raster(width: (first.width + 1) * frames.count, height: first.height, fill: gap)
    for (column, frame) in frames.enumerated() where row.frames.indices.contains(frame) {
      raster.paste(row.frames[frame], x: column * (first.width + 1), y: 0)
    }
    return raster.enlarged(enlargement)
  }

  private static func planes(of tensor: Tensor, _ channel: Int, _ layout: SequenceLayout) -> [Tensor] {
    (0..<layout.frames).map { layout.plane(of: tensor, channel: channel, frame: $0) }
  }

  /// A heat map as one plane per frame on the recording's grid; nil when it has another rank.
  private static func heatPlanes(of map: Tensor, _ layout: SequenceLayout) -> [Tensor]? {
    let planes: [Tensor]
    switch map.rank {
    case 3 where map.shape[0] > 0: planes = map.samples
    case 2: planes = [map]
    case 1 where map.count > 0: planes = map.scalars.map { Tensor(shape: [1, 1], scalars: [$0]) }
    default: return nil
    }
    guard planes.allSatisfy({ $0.count > 0 }) else { return nil }
    return (0..<layout.frames).map { frame in
      ImageRendering.aligned(
        planes[frame * planes.count / max(layout.frames, 1)], height: layout.height, width: layout.width)
    }
  }

  private static func difference(_ changed: Tensor, _ original: Tensor) -> Tensor {
    precondition(changed.shape == original.shape, "Filmstrip: \(changed.shape) is not \(original.shape)")
    return Tensor(shape: changed.shape, scalars: zip(changed.scalars, original.scalars).map { $0 - $1 })
  }
}

extension Raster {
  fileprivate static func signal(_ plane: Tensor, _ range: ClosedRange<Float>) -> Raster {
    ImageRendering.mapped(plane, over: range, with: .signal)
  }
}
