extension Oracle {
  /// Makes several runs of one search that know nothing of each other: restarts, or classes aimed at.
  ///
  /// `run` gets the run's number from 0 and the oracle to ask, and draws what is random from a stream of that number.
  /// It must touch nothing else: runs may be on several threads at once.
  ///
  /// In turn, a run begins when the one before has ended, with `untilSuccess` only while there is no success. With
  /// `together` the first run is alone, since most samples that fall do so in it; then all others search side by side,
  /// a question each a round, so that few samples fill a pass. With `untilSuccess` these end in the round in which one
  /// of them succeeds, of several the one with the lowest number counts; a run must return as soon as it has succeeded.
  ///
  /// Samples on which no run succeeds, or the first one does, get the same result for the same passes either way. The
  /// others succeed either way; side by side maybe in another run, and they pay for the steps of all runs up to that
  /// success.
  public func makeRuns(
    _ count: Int, together: Bool, untilSuccess: Bool,
    _ run: @escaping @Sendable (_ number: Int, _ oracle: Oracle) async throws -> Void
  ) async throws {
    let firstRestart = restart
    let inTurn = together ? min(count, 1) : count
    for number in 0..<inTurn {
      if untilSuccess, succeeded { return }
      restart = firstRestart + number
      try await run(number, self)
    }
    if inTurn == count || (untilSuccess && succeeded) { return }
    try await goSideBySide(Array(inTurn..<count), from: firstRestart, untilSuccess: untilSuccess, run)
  }

  private func goSideBySide(
    _ numbers: [Int], from firstRestart: Int, untilSuccess: Bool,
    _ run: @escaping @Sendable (_ number: Int, _ oracle: Oracle) async throws -> Void
  ) async throws {
    let race = untilSuccess ? Race() : nil
    let runners = numbers.map { runner(restart: firstRestart + $0, in: race) }
    begin(runners)
    // The tasks of a group run where their parent does: on the loop's queue.
    await withTaskGroup(of: Void.self) { group in
      for (number, runner) in zip(numbers, runners) {
        group.addTask {
          do {
            try await run(number, runner)
            runner.close(.success(()))
            if runner.succeeded { race?.decide() }
          } catch is RaceDecided {
            runner.close(.success(()))
          } catch {
            runner.close(.failure(error))
          }
        }
      }
    }
    try finish(runners, winner: untilSuccess ? runners.first { $0.succeeded } : nil)
  }
}
