internal import Foundation
public import HDF5
public import Tensors

/// A sequence of range-Doppler frames as it is to lie in a file, with what is known of it; ``SoliWriter`` writes it.
///
/// | axis | 0 | 1 | 2 | 3 |
/// |---|---|---|---|---|
/// | of `channels` | channel | time | range | doppler |
public struct StoredSequence: Equatable, Sendable {
  public var channels: Tensor
  /// The type in which the values are stored; integer types need whole values within their range.
  public var numberType: HDF5NumberType
  /// The class's place in the order of the model's outputs.
  public var label: Int
  public var className: String
  /// For each frame, whether the gesture happens; nil when that is not known.
  public var isAction: [Bool]?
  public var subject: Int?
  public var session: Int?
  public var instance: Int?
  /// Frames per second.
  public var frameRate: Double?
  /// What one number means, such as "log magnitude above the noise floor, 0…255".
  public var units: String?
  /// One for each channel.
  public var channelNames: [String]?

  public init(
    channels: Tensor, numberType: HDF5NumberType = .float32, label: Int, className: String, isAction: [Bool]? = nil,
    subject: Int? = nil, session: Int? = nil, instance: Int? = nil, frameRate: Double? = nil, units: String? = nil,
    channelNames: [String]? = nil
  ) {
    self.channels = channels
    self.numberType = numberType
    self.label = label
    self.className = className
    self.isAction = isAction
    self.subject = subject
    self.session = session
    self.instance = instance
    self.frameRate = frameRate
    self.units = units
    self.channelNames = channelNames
  }

  /// "swipe-left/s03_1_007.h5": where the sequence belongs in a folder of recordings; what is not known counts as 0.
  public var relativePath: String {
    let parts = [String(format: "s%02d", subject ?? 0), "\(session ?? 0)", String(format: "%03d", instance ?? 0)]
    return "\(className)/\(parts.joined(separator: "_")).h5"
  }
}
