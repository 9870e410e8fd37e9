internal import Images
internal import Synchronization
internal import Volumes

/// The volumes read last, so that slices of one volume do not unpack it again and again.
final class VolumeShelf: Sendable {
  private struct Entry {
    let path: String
    let volume: Volume
    /// By frame; found when first asked for.
    var windows: [Int: ValueWindow] = [:]
  }

  /// An image and its masks; more would only take memory.
  private static let capacity = 4
  /// Newest last.
  private let entries = Mutex<[Entry]>([])

  func volume(at path: String) throws -> Volume {
    if let known = entries.withLock({ list in list.first { $0.path == path }?.volume }) { return known }
    let volume = try Volume(contentsOf: path)
    entries.withLock { list in
      list.removeAll { $0.path == path }
      list.append(Entry(path: path, volume: volume))
      if list.count > Self.capacity { list.removeFirst() }
    }
    return volume
  }

  func image(of slice: VolumeSlice, at path: String) throws -> Image {
    let volume = try volume(at: path)
    if let window = entries.withLock({ list in list.first { $0.path == path }?.windows[slice.frame] }) {
      return try volume.image(of: slice, window: window)
    }
    let image = try volume.image(of: slice)
    entries.withLock { list in
      guard let place = list.firstIndex(where: { $0.path == path }) else { return }
      list[place].windows[slice.frame] = image.header.window
    }
    return image
  }
}
