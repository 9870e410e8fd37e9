import Graphs

extension OperationCase {
  /// One to three axes with every attribute alone and together.
  public static var convolutions: [OperationCase] {
    (1...3).flatMap { rank in
      [
        convolution("plain", rank),
        convolution("bias", rank, hasBias: true),
        convolution("1×1", rank, kernel: [1, 1, 1], hasBias: true),
        convolution("stride with a remainder", rank, strides: [2, 3, 2]),
        convolution("1×1, stride", rank, kernel: [1, 1, 1], strides: [2, 2, 2]),
        convolution("same padding", rank, padBefore: [1, 1, 1], padAfter: [1, 1, 0]),
        convolution("uneven padding", rank, padBefore: [2, 0, 1], padAfter: [0, 1, 0]),
        convolution("causal padding, dilation", rank, padBefore: [4, 0, 1], dilations: [2, 1, 1]),
        convolution("dilation", rank, dilations: [2, 3, 2]),
        convolution("groups", rank, channels: (4, 6), groups: 2, hasBias: true),
        convolution("depthwise", rank, channels: (3, 3), padBefore: [1, 1, 0], padAfter: [1, 0, 1], groups: 3),
        convolution("depthwise, two outputs each", rank, channels: (3, 6), strides: [2, 1, 1], groups: 3),
        convolution("one output", rank, channels: (5, 1), hasBias: true),
        convolution(
          "everything", rank, channels: (4, 2), strides: [2, 2, 1], padBefore: [1, 2, 0], padAfter: [2, 1, 1],
          dilations: [2, 1, 2], groups: 2, hasBias: true),
      ]
    } + [
      OperationCase(
        "first layer", Convolution(strides: [2, 2], padBefore: [1, 1], padAfter: [1, 1], dilations: [1, 1]),
        [2, 3, 11, 9], [16, 3, 3, 3], [16]
      ).with {
        $0.constants = [1, 2]; $0.differentiable = [0, 1, 2]
      },
      OperationCase(
        "blocked channels", Convolution(strides: [1, 1], padBefore: [1, 1], padAfter: [1, 1], dilations: [1, 1]),
        [1, 32, 5, 6], [17, 32, 3, 3]
      ).with {
        $0.constants = [1]; $0.differentiable = [0, 1]
      },
    ]
  }

  /// The numbers for three axes are cut to `rank`.
  private static func convolution(
    _ name: String, _ rank: Int, channels: (Int, Int) = (2, 3), kernel: [Int] = [3, 2, 2], strides: [Int] = [1, 1, 1],
    padBefore: [Int] = [0, 0, 0], padAfter: [Int] = [0, 0, 0], dilations: [Int] = [1, 1, 1], groups: Int = 1,
    hasBias: Bool = false
  ) -> OperationCase {
    func cut(_ list: [Int]) -> [Int] { Array(list.prefix(rank)) }
    let convolution = Convolution(
      strides: cut(strides), padBefore: cut(padBefore), padAfter: cut(padAfter), dilations: cut(dilations),
      groups: groups)
    let x = [2, channels.0] + cut([rank == 1 ? 9 : 6, 5, 4])
    let w = [channels.1, channels.0 / groups] + cut(kernel)
    return OperationCase("\(rank)-D, \(name)", convolution, shapes: hasBias ? [x, w, [channels.1]] : [x, w]).with {
      $0.constants = hasBias ? [1, 2] : [1]
      $0.differentiable = hasBias ? [0, 1, 2] : [0, 1]
    }
  }

  /// One to three axes; `extra` is what ONNX calls `output_padding`.
  public static var transposedConvolutions: [OperationCase] {
    (1...3).flatMap { rank in
      [
        transposed("plain", rank),
        transposed("doubling", rank, kernel: [2, 2, 2], strides: [2, 2, 2], hasBias: true),
        transposed("stride, padding, output padding", rank, strides: [2, 3, 2], pads: [1, 0, 0], extra: [1, 2, 1]),
        transposed("dilation", rank, strides: [2, 1, 1], dilations: [2, 2, 1]),
        transposed("groups", rank, channels: (4, 6), strides: [2, 1, 2], groups: 2, hasBias: true),
        transposed("depthwise", rank, channels: (3, 3), strides: [2, 2, 2], groups: 3),
      ]
    }
  }

  /// `channels` are those of the input and of the result.
  private static func transposed(
    _ name: String, _ rank: Int, channels: (Int, Int) = (3, 2), kernel: [Int] = [3, 2, 2], strides: [Int] = [1, 1, 1],
    pads: [Int] = [0, 0, 0], extra: [Int] = [0, 0, 0], dilations: [Int] = [1, 1, 1], groups: Int = 1,
    hasBias: Bool = false
  ) -> OperationCase {
    let input = [3, 3, 2]
    let extents = (0..<rank).map { axis in
      let reach = dilations[axis] * (kernel[axis] - 1) + 1
      return (input[axis] - 1) * strides[axis] + reach - 2 * pads[axis] + extra[axis]
    }
    func cut(_ list: [Int]) -> [Int] { Array(list.prefix(rank)) }
    let convolution = Convolution(
      strides: cut(strides), padBefore: cut(pads), padAfter: cut(pads), dilations: cut(dilations), groups: groups)
    let shapes = [
      [2, channels.0] + cut(input), [channels.0, channels.1 / groups] + cut(kernel), [channels.1],
    ]
    let operation = ConvolutionTranspose(convolution, inputExtents: extents)
    return OperationCase("\(rank)-D, \(name)", operation, shapes: hasBias ? shapes : shapes.dropLast()).with {
      $0.constants = hasBias ? [1, 2] : [1]
      $0.differentiable = hasBias ? [0, 1, 2] : [0, 1]
    }
  }
}
