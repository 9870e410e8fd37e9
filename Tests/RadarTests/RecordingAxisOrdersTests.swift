import Radar
import Tensors
import Testing

@Suite struct RecordingAxisOrdersTests {
  private func recording(_ shape: [Int]) throws -> Recording {
    try Recording(array: Tensor(shape: shape), axes: Recording.axes, path: "test")
  }

  @Test func anOrderIsFoundWhereOnlyOneFits() throws {
    let recording = try recording([2, 70, 32, 16])
    #expect(recording.axisOrders(fitting: [2, 40, 32, 16]) == [[.channel, .time, .range, .doppler]])
    #expect(recording.axisOrders(fitting: [40, 2, 16, 32]) == [[.time, .channel, .doppler, .range]])
  }

  @Test func squareMapsLeaveTwoOrders() throws {
    let orders = try recording([2, 70, 32, 32]).axisOrders(fitting: [2, 70, 32, 32])
    #expect(orders == [[.channel, .time, .range, .doppler], [.channel, .time, .doppler, .range]])
  }

  /// A frame count that equals another extent could be either.
  @Test func theFrameCountOfAModelMayBeAnything() throws {
    #expect(try recording([2, 70, 32, 16]).axisOrders(fitting: [2, 32, 32, 16]).count == 2)
  }

  @Test func onlyAxesOfExtentOneMayBeLeftOut() throws {
    #expect(try recording([1, 70, 32, 16]).axisOrders(fitting: [70, 32, 16]) == [[.time, .range, .doppler]])
    #expect(try recording([2, 70, 32, 16]).axisOrders(fitting: [70, 32, 16]).isEmpty)
    #expect(try recording([1, 1, 32, 16]).axisOrders(fitting: [32, 16]).isEmpty)
  }

  @Test func recordingsThatDoNotFitGiveNone() throws {
    #expect(try recording([2, 70, 32, 16]).axisOrders(fitting: [3, 70, 32, 16]).isEmpty)
    #expect(try recording([2, 70, 32, 16]).axisOrders(fitting: [2, 70, 32, 16, 1]).isEmpty)
    #expect(try recording([2, 70, 32, 16]).axisOrders(fitting: []).isEmpty)
  }
}
