import Reports
import Tensors
import Testing

@Suite struct SequenceLayoutTests {
  /// One scalar per place, its digits naming channel, frame, row and column.
  private func numbered(channels: Int, frames: Int, rows: Int, columns: Int) -> Tensor {
    var scalars: [Float] = []
    for channel in 0..<channels {
      for frame in 0..<frames {
        for row in 0..<rows {
          for column in 0..<columns { scalars.append(Float(channel * 1000 + frame * 100 + row * 10 + column)) }
        }
      }
    }
    return Tensor(shape: [channels, frames, rows, columns], scalars: scalars)
  }

  @Test func planesAreFoundInTheUsualOrder() throws {
    let tensor = numbered(channels: 2, frames: 3, rows: 2, columns: 2)
    for axes in [["channel", "time", "range", "doppler"], []] {
      let layout = try #require(SequenceLayout(shape: tensor.shape, axes: axes))
      #expect(layout.frames == 3 && layout.channels == 2 && layout.hasTime)
      #expect(layout.plane(of: tensor, channel: 1, frame: 2).scalars == [1200, 1201, 1210, 1211])
    }
  }

  @Test func planesAreFoundWithTimeLast() throws {
    let layout = try #require(SequenceLayout(shape: [1, 2, 2, 3], axes: ["channel", "range", "doppler", "time"]))
    let tensor = Tensor(shape: [1, 2, 2, 3], scalars: (0..<12).map(Float.init))
    #expect(layout.plane(of: tensor, channel: 0, frame: 1).scalars == [1, 4, 7, 10])
  }

  @Test func aSpectrogramIsOneFrame() throws {
    let layout = try #require(SequenceLayout(shape: [1, 4, 6], axes: ["channel", "doppler", "time"]))
    #expect(layout.frames == 1 && !layout.hasTime && layout.height == 4 && layout.width == 6)
  }

  @Test(arguments: [[8], [2, 2, 2, 2, 2], []])
  func whatHasNoPlaneIsRefused(shape: [Int]) { #expect(SequenceLayout(shape: shape, axes: []) == nil) }
}
