import Images
import Tensors
import TestSupport

/// What `Fixtures/generate_images.py` put into the files, as Pillow and PyTorch see it.
enum ExpectedImages {
  static func file(_ name: String) throws -> NPYFile {
    try NPZArchive(contentsOf: Fixture.path("expected.npz")).file(named: name)
  }

  static func image(_ name: String) throws -> Image { try Image(contentsOf: Fixture.path(name)) }
}
