internal import Networks
internal import Tensors

/// The dropout masks of one step: a function of seed and step alone.
enum DropoutDraw {
  /// Each element is 0 with the mask's rate, else `1/(1 − rate)`.
  static func masks(_ masks: [DropoutMask], seed: UInt64, step: Int) -> [Tensor] {
    var stream = RandomStream(seed: seed, sample: "", attack: "dropout", restart: step)
    return masks.map { mask in
      let kept = 1 / (1 - mask.rate)
      var tensor = Tensor(shape: mask.shape)
      tensor.withUnsafeMutableScalars { scalars in
        for index in scalars.indices { scalars[index] = stream.nextUniform() < mask.rate ? 0 : kept }
      }
      return tensor
    }
  }
}
