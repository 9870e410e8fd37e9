public import Tensors

/// A recording cropped or padded to a length, with what each frame is kept beside it.
public struct FramedSequence: Equatable, Sendable {
  /// Where a frame comes from.
  public enum Source: Equatable, Sendable {
    case recorded(Int)
    case zeros
    /// A copy of a recorded frame.
    case copy(Int)
    /// The mean of the recorded frames that were kept.
    case mean
  }

  /// [channel, time, range, doppler] in stored units.
  public let frames: Tensor
  public let sources: [Source]
  public let frameKinds: [FrameKind]

  init(of recording: Recording, sources: [Source], kept: Range<Int>) {
    let kinds = recording.frameKinds
    self.sources = sources
    frameKinds = sources.map { source in
      if case .recorded(let index) = source { kinds[index] } else { .padding }
    }
    frames = Self.gathered(recording.frames, sources, kept)
  }

  /// The frames that were recorded, without any padding; one of them where all are padding.
  var recordedFrames: Tensor {
    let kept = frameKinds.indices.filter { frameKinds[$0] != .padding }
    let size = frames.shape[2] * frames.shape[3]
    var scalars: [Float] = []
    for channel in 0..<frames.shape[0] {
      for time in kept.isEmpty ? [0] : kept {
        let start = (channel * frames.shape[1] + time) * size
        scalars.append(contentsOf: frames.scalars[start..<start + size])
      }
    }
    return Tensor(shape: [frames.shape[0], max(1, kept.count)] + frames.shape[2...], scalars: scalars)
  }

  private static func gathered(_ frames: Tensor, _ sources: [Source], _ kept: Range<Int>) -> Tensor {
    let frameSize = frames.shape[2] * frames.shape[3]
    var scalars: [Float] = []
    scalars.reserveCapacity(frames.shape[0] * sources.count * frameSize)
    for channel in 0..<frames.shape[0] {
      let start = channel * frames.shape[1] * frameSize
      let mean = sources.contains(.mean) ? meanFrame(frames, kept, from: start, size: frameSize) : []
      for source in sources {
        switch source {
        case .recorded(let index), .copy(let index):
          scalars.append(contentsOf: frames.scalars[start + index * frameSize..<start + (index + 1) * frameSize])
        case .zeros: scalars.append(contentsOf: repeatElement(0, count: frameSize))
        case .mean: scalars.append(contentsOf: mean)
        }
      }
    }
    return Tensor(shape: [frames.shape[0], sources.count] + frames.shape[2...], scalars: scalars)
  }

  private static func meanFrame(_ frames: Tensor, _ kept: Range<Int>, from start: Int, size: Int) -> [Float] {
    var sums = [Double](repeating: 0, count: size)
    frames.withUnsafeScalars { scalars in
      for frame in kept {
        for pixel in 0..<size { sums[pixel] += Double(scalars[start + frame * size + pixel]) }
      }
    }
    return sums.map { Float($0 / Double(kept.count)) }
  }
}
