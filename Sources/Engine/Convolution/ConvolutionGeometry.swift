internal import COneDNN
internal import Graphs
internal import Tensors

/// The sizes of one convolution as it will be run: from `source` to `destination`, channels-last.
///
/// A stride-1 input gradient is run as a convolution with mirrored weights, because forward implementations are the
/// faster ones; a strided one as a transposed convolution.
struct ConvolutionGeometry {
  var isTransposed: Bool
  var batch: Int
  var groups: Int
  var sourceChannels: Int
  var destinationChannels: Int
  var source: [Int]
  var destination: [Int]
  var kernel: [Int]
  var strides: [Int]
  var dilations: [Int]
  var padBefore: [Int]
  var padAfter: [Int]
  /// What is read, and packed as weights.
  var sourceElement = Element.f32
  /// What is written.
  var destinationElement = Element.f32

  /// `y = convolution(x)`; shapes are logical: `[N, C, spatial…]`.
  init(_ convolution: Convolution, x: [Int], w: [Int], y: [Int]) {
    isTransposed = false
    batch = x[0]
    groups = convolution.groups
    sourceChannels = x[1]
    destinationChannels = y[1]
    source = Array(x.dropFirst(2))
    destination = Array(y.dropFirst(2))
    kernel = Array(w.dropFirst(2))
    strides = convolution.strides
    dilations = convolution.dilations
    padBefore = convolution.padBefore
    padAfter = convolution.padAfter
  }

  /// `dx = convolutionᵀ(dy)`; shapes are logical.
  init(transposing convolution: Convolution, dy: [Int], w: [Int], dx: [Int]) {
    self = ConvolutionGeometry(convolution, x: dx, w: w, y: dy).transposed
  }

  /// The gradient in the source.
  var transposed: ConvolutionGeometry {
    var result = self
    result.isTransposed.toggle()
    (result.source, result.destination) = (destination, source)
    (result.sourceChannels, result.destinationChannels) = (destinationChannels, sourceChannels)
    return result
  }

  /// The same map as a stride-1 convolution with mirrored weights, where there is one.
  var mirrored: ConvolutionGeometry? {
    guard isTransposed, strides.allSatisfy({ $0 == 1 }) else { return nil }
    var result = self
    result.isTransposed = false
    for axis in kernel.indices {
      let reach = dilations[axis] * (kernel[axis] - 1)
      result.padBefore[axis] = reach - padBefore[axis]
      result.padAfter[axis] = destination[axis] - source[axis] - result.padBefore[axis] + reach
    }
    guard (result.padBefore + result.padAfter).allSatisfy({ $0 >= 0 }) else { return nil }
    return result
  }
}

extension ConvolutionGeometry {
  /// As the C shim wants it.
  func shape(activation: FusedActivation?) -> cdnn_convolution_shape {
    var shape = cdnn_convolution_shape()
    shape.spatial = Int32(kernel.count)
    shape.transposed = isTransposed
    shape.batch = Int64(batch)
    shape.groups = Int64(groups)
    shape.source_channels = Int64(sourceChannels)
    shape.destination_channels = Int64(destinationChannels)
    Self.fill(&shape.source, source)
    Self.fill(&shape.destination, destination)
    Self.fill(&shape.kernel, kernel)
    Self.fill(&shape.strides, strides)
    Self.fill(&shape.dilations, dilations)
    Self.fill(&shape.pad_before, padBefore)
    Self.fill(&shape.pad_after, padAfter)
    shape.activation = activation?.kind ?? CDNN_IDENTITY
    shape.alpha = activation?.alpha ?? 0
    shape.beta = activation?.beta ?? 0
    shape.source_element = sourceElement == .f32 ? CDNN_F32 : CDNN_BF16
    shape.destination_element = destinationElement == .f32 ? CDNN_F32 : CDNN_BF16
    return shape
  }

  private static func fill(_ entries: inout (Int64, Int64, Int64), _ values: [Int]) {
    let padded = values.map(Int64.init) + [0, 0, 0]
    entries = (padded[0], padded[1], padded[2])
  }
}

/// An activation that a convolution applies before it stores its result.
struct FusedActivation {
  let kind: cdnn_activation
  let alpha: Float
  let beta: Float

  /// Nil when the function has no fused form.
  init?(_ function: UnaryFunction) {
    switch function {
    case .relu: (kind, alpha, beta) = (CDNN_RELU, 0, 0)
    case .leakyRelu(let slope): (kind, alpha, beta) = (CDNN_RELU, slope, 0)
    case .clip(let lower, let upper): (kind, alpha, beta) = (CDNN_CLIP, lower, upper)
    default: return nil
    }
  }
}
