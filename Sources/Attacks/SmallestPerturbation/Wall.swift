/// A boundary of the decision, as straight as it looks from some point: the goal's margin over one rival class.
struct Wall {
  /// By how much the margin must rise.
  let rise: Double
  /// The margin's input gradient inside the region.
  let slope: [Float]
}

extension Oracle {
  /// The margin from which on a look counts as a success.
  var level: Double { confidence.isFinite ? confidence : 0 }

  /// The boundaries around a point: those with the leading other classes or, for a target, with the class that leads.
  ///
  /// A forward and a backward pass each, but for the first where the look at the point has the exact gradient of the
  /// margin. At most as many as `classes`.
  func walls(around point: [Float], _ look: Look, classes: Int) async throws -> [Wall] {
    let logits = look.logits.map(Double.init)
    let (pairs, rises) = rivalries(logits, classes: classes)
    let known = look.gradient.isEmpty ? 0 : 1
    let weights = pairs.dropFirst(known).map { pair in
      logits.indices.map { $0 == pair.up ? Float(1) : $0 == pair.down ? -1 : 0 }
    }
    let slopes = try await gradients(at: point, of: weights)
    return zip(rises, (known == 1 ? [look.gradient] : []) + slopes).map { Wall(rise: $0, slope: $1) }
  }

  /// Which logit is to overtake which, the nearest first, and by how much it has to.
  private func rivalries(_ logits: [Double], classes: Int) -> (pairs: [(up: Int, down: Int)], rises: [Double]) {
    let own = problem.aim.goal.classIndex
    let pairs: [(up: Int, down: Int)]
    switch problem.aim.goal {
    case .targeted: pairs = [(own, ClassificationLoss.largest(of: logits, except: own))]
    case .untargeted:
      let first = ClassificationLoss.largest(of: logits, except: own)
      let others = logits.indices.filter { $0 != own && $0 != first && !logits[$0].isNaN }
        .sorted { logits[$0] > logits[$1] || (logits[$0] == logits[$1] && $0 < $1) }
      pairs = ([first] + others).prefix(classes).map { ($0, own) }
    }
    return (pairs, pairs.map { level - (logits[$0.up] - logits[$0.down]) })
  }
}
