import Engine
import Tensors
import TestSupport
import Testing

@Suite struct TapRowKernelTests {
  struct Case: Sendable, CustomStringConvertible {
    let width: Int
    let channels: Int
    let taps: Int
    var stride = 1
    var pad = 0
    var result: Int { (width + 2 * pad - taps) / stride + 1 }
    var description: String { "\(width) × \(channels), \(taps) taps, stride \(stride), pad \(pad)" }
  }

  static let cases = [
    Case(width: 8, channels: 1, taps: 3, pad: 1), Case(width: 32, channels: 2, taps: 3, pad: 1),
    Case(width: 17, channels: 3, taps: 3), Case(width: 9, channels: 4, taps: 3, stride: 2, pad: 1),
    Case(width: 21, channels: 3, taps: 7, stride: 2, pad: 3), Case(width: 5, channels: 1, taps: 5, pad: 2),
    Case(width: 4, channels: 2, taps: 6, pad: 3), Case(width: 3, channels: 1, taps: 2),
  ]

  @Test(arguments: cases, [0, 1, 50]) func windowsBecomeChannels(_ example: Case, rows: Int) throws {
    let (width, channels, taps, result) = (example.width, example.channels, example.taps, example.result)
    let x = Tensor.random([rows, width, channels])
    let kernel = BFloat16UnfoldKernel(
      rows: rows, width: width, result: result, channels: channels, taps: taps, stride: example.stride,
      pad: example.pad)
    var expected: [Float] = []
    for row in 0..<rows {
      for column in 0..<result {
        let window = (0..<taps * channels).map { index -> Float in
          let from = column * example.stride + index / channels - example.pad
          return (0..<width).contains(from) ? x.scalars[(row * width + from) * channels + index % channels] : 0
        }
        let near = window.map(BFloat16Numbers.rounded)
        expected += near + zip(window, near).map { BFloat16Numbers.rounded($0 - $1) }
      }
    }
    let shape = [expected.count / 2]
    let alone = try ThreadPool.with(1) { try KernelRun.outputs(of: kernel, [x], shapes: [shape])[0] }
    #expect(BFloat16Numbers.unpacked(alone, count: expected.count) == expected)
  }

  @Test(arguments: cases.filter { $0.stride == 1 }, [0, 1, 50]) func channelsAreSummedBack(
    _ example: Case, rows: Int
  ) throws {
    let (width, channels, taps, result) = (example.width, example.channels, example.taps, example.result)
    let x = Tensor.random([rows, width, taps, channels])
    let kernel = FoldKernel(
      rows: rows, width: width, result: result, channels: channels, taps: taps, pad: example.pad)
    let made = try KernelRun.outputs(of: kernel, [x], shapes: [[rows, result, channels]])[0]
    for row in 0..<rows {
      for column in 0..<result {
        for channel in 0..<channels {
          let sum = (0..<taps).reduce(0.0) { sum, tap in
            let from = column + tap - example.pad
            guard (0..<width).contains(from) else { return sum }
            return sum + Double(x.scalars[((row * width + from) * taps + tap) * channels + channel])
          }
          let found = made.scalars[(row * result + column) * channels + channel]
          #expect(abs(Double(found) - sum) < 1e-5)
        }
      }
    }
  }
}
