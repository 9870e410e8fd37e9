import HDF5
import Tensors

/// Small files in the three layouts, shaped and chunked like the real ones.
enum RecordingLayouts {
  /// [channel, range, doppler, time] of whole numbers as float16; frame t of channel c holds 100 c + 10 t + position.
  static func writeKKT(
    _ path: String, frameCount: Int = 6, labels: [Int64]? = [0, 0, 1, 1, 1, 0],
    changing change: (inout Tensor) -> Void = { _ in }
  ) throws {
    let shape = [2, 3, 4, frameCount]
    var frames = Tensor(
      shape: shape,
      scalars: (0..<shape.product).map { index in
        let (time, position) = (index % frameCount, index / frameCount % 12)
        return Float(100 * (index / (12 * frameCount)) + 10 * time + position)
      })
    change(&frames)
    let writer = try HDF5Writer(creating: path)
    let storage = HDF5Storage(chunkShape: [1, 2, 2, 16], growingAxis: 3)
    try writer.write(frames, to: "DS1", as: .float16, storage: storage)
    if let labels { try writer.write(integers: labels, shape: [labels.count, 1], to: "LABEL", as: .uint16) }
    try writer.makeGroup("RF_CONFIG")
    try writer.setAttribute("RFIC", of: "RF_CONFIG", texts: ["UserTable.bin"])
    try writer.close()
  }

  static func writeSoli(
    _ path: String, channels: Int = 4, frameCount: Int = 5, width: Int = 16, bins: [Double]? = nil
  ) throws {
    let writer = try HDF5Writer(creating: path)
    let storage = HDF5Storage(chunkShape: [100, width], growingAxis: 0)
    for channel in 0..<channels {
      let scalars = (0..<frameCount * width).map { Float($0 % width == channel ? 1 : 0) }
      try writer.write(Tensor(shape: [frameCount, width], scalars: scalars), to: "ch\(channel)", storage: storage)
    }
    let labels = [Int64](repeating: 7, count: frameCount)
    try writer.write(integers: labels, shape: [frameCount, 1], to: "label", as: .int32)
    if let bins {
      try writer.setAttribute("range_bins", numbers: [bins[0]])
      try writer.setAttribute("doppler_bins", numbers: [bins[1]])
      try writer.setAttribute("fps", numbers: [30])
    }
    try writer.close()
  }

  static func writeAcconeer(_ path: String, sweeps: Tensor) throws {
    let writer = try HDF5Writer(creating: path)
    let entry = "session/group_0/entry_0"
    let chunk = [4] + sweeps.shape[1..<3]
    let storage = HDF5Storage(chunkShape: chunk, growingAxis: 0)
    try writer.write(complex: sweeps, to: "\(entry)/result/frame", as: .int16, storage: storage)
    let ticks = (0..<Int64(sweeps.shape[0])).map { 1_000_000 + $0 * 20_000 }
    try writer.write(integers: ticks, shape: [ticks.count], to: "\(entry)/result/tick")
    try writer.write(text: "{\"ticks_per_second\": 1000000}", to: "server_info")
    try writer.write(text: "{\"base_step_length_m\": 0.0025}", to: "\(entry)/metadata")
    try writer.close()
  }
}
