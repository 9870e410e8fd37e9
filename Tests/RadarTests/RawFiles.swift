import Foundation
import Tensors

/// Small files of raw samples, as the devices' own programs write them.
enum RawFiles {
  /// 2 receivers, 2 transmitters that take turns, 3 loops, 8 samples; 2 frames were configured.
  static let configuration = """
    % a comment
    sensorStop
    flushCfg
    dfeDataOutputMode 1
    channelCfg 5 3 0
    adcCfg 2 1
    adcbufCfg -1 0 0 1 1
    profileCfg 0 60 7 3 24 0 0 166 1 8 2000 0 0 158
    chirpCfg 0 0 0 0 0 0 0 1
    chirpCfg 1 1 0 0 0 0 0 2
    frameCfg 0 1 3 2 100 1 0
    lowPower 0 0
    lvdsStreamCfg -1 0 1 0
    sensorStart
    """

  /// Numbers 0, 1, 2, … as int16.
  static func counting(_ count: Int) -> Data {
    Data((0..<count).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8 & 0xFF)] })
  }

  /// Complex tones of `cycles` per chirp of 8 samples, in all chirps but of growing strength, as IIQQ.
  static func tone(cycles: Double, chirps: Int) -> Data {
    var numbers: [Int16] = []
    for chirp in 0..<chirps {
      for pair in 0..<4 {
        let angles = [2 * pair, 2 * pair + 1].map { 2 * Double.pi * cycles * Double($0) / 8 }
        let strength = Double(1000 + chirp)
        numbers += angles.map { Int16(strength * cos($0)) } + angles.map { Int16(strength * sin($0)) }
      }
    }
    return Data(numbers.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] })
  }

  /// An NPY file of any plain type.
  static func npy(_ code: String, _ shape: [Int], _ bytes: [UInt8]) -> Data {
    let extents = shape.map { "\($0)," }.joined(separator: " ")
    var header = "{'descr': '\(code)', 'fortran_order': False, 'shape': (\(extents)), }"
    header += String(repeating: " ", count: 117 - header.count) + "\n"
    return Data([0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(header.utf8) + bytes)
  }

  static func npy(uint16 numbers: [UInt16], _ shape: [Int]) -> Data {
    npy("<u2", shape, numbers.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
  }

  static func npy(complex numbers: [(Double, Double)], _ shape: [Int]) -> Data {
    let bytes = numbers.flatMap { [$0.0, $0.1] }.flatMap { number in
      withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) }
    }
    return npy("<c16", shape, bytes)
  }

  /// 3 receivers, 4 chirps, 16 samples.
  static let infineonConfiguration = """
    {"device_config": {"fmcw_single_shape": {
      "rx_antennas": [1, 2, 3], "tx_antennas": [1], "tx_power_level": 31, "if_gain_dB": 33,
      "start_frequency_Hz": 60500000000, "end_frequency_Hz": 61500000000, "num_samples_per_chirp": 16,
      "num_chirps_per_frame": 4, "sample_rate_Hz": 2000000, "chirp_repetition_time_s": 0.0005911249900236726,
      "frame_repetition_time_s": 0.07726884633302689}}}
    """
}
