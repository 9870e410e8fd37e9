import Explanations
import Reports
import Segmentation
import Tensors

/// A heat map as a picture: a filmstrip for sequences, for an image the image beside itself with the map over it.
struct HeatMapPicture {
  let map: HeatMap
  let input: ExplainedInput
  let bounds: ClosedRange<Float>
  let title: String
  /// `[C, H, W]` of a segmentation network.
  let logits: Tensor?

  func raster() throws -> Raster {
    guard let layout = SequenceLayout(shape: input.values.shape, axes: input.axes.map(\.rawValue)) else {
      throw NoPicture(axes: input.axes)
    }
    return layout.hasTime ? try filmstrip(layout) : overlay
  }

  private func filmstrip(_ layout: SequenceLayout) throws -> Raster {
    guard let heat = SequenceLayout(shape: map.values.shape, axes: map.axes.map(\.rawValue)) else {
      throw NoPicture(axes: map.axes)
    }
    let planes = (0..<heat.frames).map { heat.plane(of: map.values, channel: 0, frame: $0) }
    var rows = [(label: "Grad-CAM", map: Tensor(batching: planes))]
    if let importance = map.frameImportance {
      rows.append((label: "importance of the frame", map: Tensor(shape: [importance.count], scalars: importance)))
    }
    let strip = Filmstrip(
      clean: input.values, adversarial: nil, heatMaps: rows, layout: layout, kinds: input.frameKinds ?? [],
      bounds: bounds)
    return FilmstripMontage(strip, title: title).raster
  }

  /// Small images are enlarged, so that a viewer does not blur them.
  private var overlay: Raster {
    let photograph = ImageRendering.photograph(input.values, bounds: bounds)
    let heat = ImageRendering.overlaying(heat: map.values, limit: 1, on: photograph)
    let left = outlined(photograph)
    let gap = 8
    var pair = Raster(width: 2 * photograph.width + gap, height: photograph.height, fill: .white)
    pair.paste(left, x: 0, y: 0)
    pair.paste(heat, x: photograph.width + gap, y: 0)
    return pair.enlarged(max(1, 256 / max(photograph.width, photograph.height, 1)))
  }

  /// The image with the predicted mask, where it has the image's own grid.
  private func outlined(_ photograph: Raster) -> Raster {
    guard let logits, logits.shape[1] == photograph.height, logits.shape[2] == photograph.width else {
      return photograph
    }
    let mask = Mask(argmaxOf: logits)
    let classes = Tensor(shape: [mask.height, mask.width], scalars: mask.classes.map(Float.init))
    return ImageRendering.overlaying(classes, on: photograph)
  }
}

/// Axes that give no pictures.
struct NoPicture: Error, CustomStringConvertible {
  let axes: [Axis]
  var description: String {
    "the axes \(axes.map(\.rawValue).joined(separator: ", ")) give no pictures; write the heat map as .npy"
  }
}
