internal import Graphs
internal import Tensors

/// A layer of few input channels, padded so that stride 1 keeps the extents.
package struct FirstLayer: Sendable, Hashable, Codable {
  package var batch: Int
  package var channels: Int
  package var results: Int
  /// Of the input, without batch and channels.
  package var extents: [Int]
  package var kernel: [Int]
  package var stride: Int

  package init(batch: Int, channels: Int, results: Int, extents: [Int], kernel: [Int], stride: Int) {
    (self.batch, self.channels, self.results) = (batch, channels, results)
    (self.extents, self.kernel, self.stride) = (extents, kernel, stride)
  }

  /// What networks begin with: 1 to 4 channels, 16 to 64 results, stride 1 and 2 in one, two and three dimensions.
  package static var usual: [FirstLayer] {
    let forms: [(batch: Int, extents: [Int], kernel: [Int], strides: [Int])] = [
      (16, [4096], [5], [1, 2]), (2, [256, 256], [3, 3], [1, 2]), (2, [224, 224], [7, 7], [2]),
      (2, [40, 32, 32], [3, 3, 3], [1, 2]),
    ]
    return forms.flatMap { form in
      form.strides.flatMap { stride in
        (1...4).flatMap { channels in
          [16, 32, 64].map { results in
            FirstLayer(
              batch: form.batch, channels: channels, results: results, extents: form.extents, kernel: form.kernel,
              stride: stride)
          }
        }
      }
    }
  }

  /// As "3x3 on 256x256, stride 2".
  package var summary: String {
    func product(_ sizes: [Int]) -> String { sizes.map(String.init).joined(separator: "x") }
    return "\(product(kernel)) on \(product(extents)), stride \(stride)"
  }
}

extension FirstLayer {
  var convolution: Convolution {
    let pads = kernel.map { $0 / 2 }
    return Convolution(
      strides: extents.map { _ in stride }, padBefore: pads, padAfter: pads, dilations: extents.map { _ in 1 })
  }

  var inputShape: [Int] { [batch, channels] + extents }
  var weightShape: [Int] { [results, channels] + kernel }

  func resultShape() throws -> [Int] { try convolution.outputShapes(for: [inputShape, weightShape])[0] }
}
