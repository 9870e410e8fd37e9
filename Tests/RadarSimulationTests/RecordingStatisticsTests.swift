import Radar
import RadarSimulation
import Tensors
import Testing

@Suite struct RecordingStatisticsTests {
  /// Two frames of 4 × 4: one with three cells in use, one with twice the numbers.
  @Test func countsWhatIsThere() throws {
    let frame: [Float] = [0, 0, 0, 0, 0, 1, 5, 0, 0, 0, 10, 0, 0, 0, 0, 0]
    let recording = try Recording(
      array: Tensor(shape: [2, 4, 4], scalars: frame + frame.map { 2 * $0 }), axes: [.time, .range, .doppler],
      path: "made up", isAction: [false, true])
    var sums = RecordingSums()
    sums.add(recording)
    let statistics = RecordingStatistics(sums)
    #expect(statistics.recordings == 1 && statistics.frames == 2)
    #expect(statistics.zeroShare == 26.0 / 32)
    // 1 is not above a tenth of 10.
    #expect(statistics.activeShare == 4.0 / 32)
    // Column 2 holds 15 of 16, over a quarter.
    #expect(statistics.zeroDopplerRidge == 15.0 / 16 * 4)
    #expect(statistics.frameMaximum.lowest == 10 && statistics.frameMaximum.highest == 20)
    #expect(statistics.activeRows.mean == 1 && statistics.activeColumns.mean == 1)
    #expect(statistics.actionFrames?.mean == 1 && statistics.actionStart?.mean == 1)
    #expect(statistics.energyRatio == 2)
    #expect(abs(statistics.neighbourCorrelation - 1) < 1e-12)
  }

  @Test func silenceAndMissingLabelsAreNoFailure() throws {
    let recording = try Recording(array: Tensor(shape: [3, 2, 2]), axes: [.time, .range, .doppler], path: "silence")
    var sums = RecordingSums()
    sums.add(recording)
    let statistics = RecordingStatistics(sums)
    #expect(statistics.zeroShare == 1 && statistics.activeShare == 0)
    #expect(statistics.actionFrames == nil && statistics.energyRatio == nil)
  }
}
